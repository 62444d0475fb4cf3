import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { importTempest, isTempest } from './import-results.ts'
import { subunitV2 } from './write-subunit-v2.ts'

const id = 'f848bb94-1c6e-45a4-8726-39e3a5b23535'
const name = 'tempest.api.image.A.test_b'
const full = `${name}[id-${id},smoke]`

function file(content: string | Buffer, called = 'results'): string {
  const path = join(folder(), called)
  writeFileSync(path, content)
  return path
}

const v1 = (word: string, details = '') =>
  `time: 2026-11-24 10:44:48.856138Z\ntags: worker-0\ntest: ${full}\n${word}: ${full}${details}\n`
const multipart =
  ' [ multipart\nContent-Type: text/x-traceback;charset="utf8"\ntraceback\n1A\r\nTraceback\n]\nKeyError: nol0\r\n]'

t.test('version 1, as stestr keeps it: brackets in a trace do not end it', async (t) => {
  const path = file(v1('failure', multipart.replace('1A', '19')))
  t.ok(await isTempest(path))
  t.match(await importTempest([path]), {
    sources: [{ kind: 'subunit', finishedAt: '2026-11-24T10:44:48.856Z', notes: [] }],
    tests: [{ id, name, outcome: 'failed', message: 'KeyError: nol' }],
  })
  t.match(await importTempest([file(v1('skip', ' [\nno swift\n]'))]), {
    tests: [{ outcome: 'skipped', message: 'no swift' }],
  })
  t.match(await importTempest([file(v1('successful', multipart).slice(0, -9))]), {
    tests: [{ outcome: 'not run' }],
    sources: [{ notes: [/breaks off/] }],
  })
  t.rejects(importTempest([file(`${v1('success')}hello there\n`)]), { kind: 'malformed', message: /event 5/ })
})

t.test('a repository of stestr: its newest run', async (t) => {
  const path = folder()
  mkdirSync(join(path, '.stestr'))
  writeFileSync(join(path, '.stestr/next-stream'), '2\n')
  writeFileSync(join(path, '.stestr/0'), v1('failure'))
  writeFileSync(join(path, '.stestr/1'), v1('success'))
  t.ok(await isTempest(path))
  t.match(await importTempest([path]), {
    sources: [{ kind: 'stestr', notes: [/2 runs/] }],
    tests: [{ outcome: 'passed' }],
  })
  writeFileSync(join(path, '.stestr/next-stream'), '0\n')
  t.rejects(importTempest([path]), { message: /holds no run/ })
})

t.test('JUnit, by class and name or by the whole name', async (t) => {
  const [className, method] = ['tempest.api.image.A', `test_b[id-${id},smoke]`]
  const xml = (inner: string, attributes = `classname="${className}" name="${method}"`) =>
    file(`<testsuite timestamp="2026-11-24T10:00:00Z"><testcase ${attributes}>${inner}</testcase></testsuite>`, 'a.xml')
  t.match(await importTempest([xml('')]), { tests: [{ id, name, outcome: 'passed' }], sources: [{ kind: 'JUnit' }] })
  t.match(await importTempest([xml('', `name="${full}"`)]), { tests: [{ id, name }] })
  t.match(await importTempest([xml('<failure>no image</failure>')]), {
    tests: [{ outcome: 'failed', message: 'no image' }],
  })
  t.match(await importTempest([xml('<skipped/>')]), { tests: [{ outcome: 'skipped', message: null }] })
  const times = async (suite: string, testcase: string) => {
    const path = file(`<testsuite ${suite}><testcase name="${full}" ${testcase}/></testsuite>`, 'a.xml')
    return (await importTempest([path])).sources.map(({ finishedAt }) => finishedAt)
  }
  t.same(await times('timestamp="2026-11-24T10:00:00"', ''), ['2026-11-24T10:00:00.000Z'], 'UTC where it tells no zone')
  t.same(await times('', 'timestamp="2026-11-24T10:00:00+01:00"'), ['2026-11-24T09:00:00.000Z'])
  t.same(await times('timestamp="noon"', ''), [null])
  t.equal(await isTempest(xml('')), true)
  t.equal(await isTempest(file('<testsuite><testcase name="[It] pods"/></testsuite>')), false)
  t.rejects(importTempest([file('<!DOCTYPE a><testsuite/>')]), { message: /document type/ })
  t.rejects(importTempest([file('<testsuite/>')]), { message: /no testcase/ })
})

t.test('Rally: tests of a verification, service levels of a task', async (t) => {
  const run = (status: string) => ({ by_verification: { old: { status: 'fail' }, new: { status, details: null } } })
  const verifications = { old: { finished_at: '2026-11-23T10:00:00' }, new: { finished_at: '2026-11-24T10:00:00' } }
  const tests = { [name]: { name, tags: [`id-${id}`, 'smoke'], ...run('success') }, other: run('skip') }
  const path = file(JSON.stringify({ verifications, tests }))
  t.ok(await isTempest(path))
  t.match(await importTempest([path]), {
    sources: [{ kind: 'Rally verification', finishedAt: '2026-11-24T10:00:00.000Z', notes: [/newest/] }],
    tests: [
      { id, name, outcome: 'passed' },
      { name: 'other', outcome: 'skipped' },
    ],
  })
  const criteria = [
    { criterion: 'failure_rate', success: true },
    { criterion: 'max_avg_duration_per_atomic', success: false },
  ]
  const scenario = { 'NovaServers.boot_and_delete_server': { flavor: { name: 'SCS-1V-4' } } }
  const workloads = [
    { pass_sla: true, scenario },
    { pass_sla: false, scenario, sla_results: { sla: criteria } },
  ]
  t.match(await importTempest([file(JSON.stringify({ tasks: [{ subtasks: [{ workloads }] }] }))]), {
    sources: [
      {
        kind: 'Rally task',
        notes: [
          '1 of 2 workloads kept their service levels',
          'service level missed: NovaServers.boot_and_delete_server (max_avg_duration_per_atomic)',
        ],
      },
    ],
    tests: [],
  })
  t.rejects(importTempest([file('{"tests": 1}')]), { kind: 'malformed', message: /neither/ })
  const odd = JSON.stringify({ tasks: [{ subtasks: [{ workloads: [{ scenario: null }] }] }] })
  t.rejects(importTempest([file(odd)]), { kind: 'malformed', message: /neither/ })
})

t.test('several files: a test that was run again counts as it ended then', async (t) => {
  const first = file(subunitV2([{ test: full, status: 6 }]))
  const again = file(subunitV2([{ test: full, status: 3 }]))
  const skipped = file(subunitV2([{ test: full, status: 5 }]))
  t.match(await importTempest([first, again, skipped]), { tests: [{ outcome: 'passed', failedBefore: true }] })
  t.match(await importTempest([again, first]), { tests: [{ outcome: 'failed', failedBefore: false }] })
})

t.test('what is nothing of this, or not there', async (t) => {
  t.rejects(importTempest([file('hello')]), { kind: 'malformed', message: /no results of Tempest/ })
  t.rejects(importTempest([join(folder(), 'none')]), { kind: 'dependency', message: /ENOENT/ })
  t.equal(await isTempest(folder()), false)
})
