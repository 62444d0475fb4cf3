import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCloud, folder, judge, scsConformance } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { Report } from '../report.ts'

// What needs no PostgreSQL.
const home = folder()
writeFileSync(join(home, 'subjects.yaml'), 'subjects:\n  mycloud: { layer: iaas }\n')
writeFileSync(join(home, 'token'), 'bm90OnRoaXM=', { mode: 0o644 })
const scs = (...args: readonly string[]) => scsConformance(args, { cwd: home })
const uuid = '2a4b0f0e-1d7b-4c52-8f0f-3a7d7a0f6a10'
const nowhere = 'postgres://scs@127.0.0.1:1/scs'
const worker = ['worker', '--config', 'subjects.yaml', '--output', 'out', '--postgres', nowhere]
const dispatch = ['dispatch', '--config', 'subjects.yaml', '--postgres', nowhere]

t.test('settings that cannot be used are told before anything is done', async (t) => {
  for (const [args, stderr] of [
    [['dispatch', '--postgres', nowhere], /dispatch: name the subjects with --config/],
    [['dispatch', '--config', 'subjects.yaml'], /--postgres/],
    [['dispatch', '--config', 'subjects.yaml', '--postgres', 'postgres://a:b@c/d'], /must not hold a password/],
    [[...dispatch, '--subject', 'myclout'], /no such subject \(did you mean mycloud\?\)/],
    [[...dispatch, '--scope', './scope.yaml'], /must be an id/],
    [[...dispatch, '--tests', 'scs-0100('], /--tests scs-0100\(: not a regular expression/],
    [[...dispatch, '--section', 'light,haevy'], /--section haevy: there is no such section \(did you mean heavy\?\)/],
    [[...dispatch, '--section', 'light,heavy'], /ECONNREFUSED/],
    [[...dispatch, '--scope', 'scs-compatible-iaas', '--scope-version', 'v99'], /has no version v99/],
    [[...dispatch, '--scope', 'scs-compatible-iaas', '--scope-version', 'v5.1'], /ECONNREFUSED/],
    [['run', '--config', 'subjects.yaml', '--output', 'out', '--section', 'nope'], /--section nope: there is no such/],
    [['run', '--config', 'subjects.yaml', '--output', 'out', '--tests', '['], /--tests \[: not a regular expression/],
    [[...dispatch, '--heartbeat', '3'], /whole number from 10/],
    [[...dispatch, '--queue', 'a b'], /letters, digits/],
    [dispatch, /the PostgreSQL server: cannot be used for jobs \(.*ECONNREFUSED/],
    [['worker', '--config', 'subjects.yaml', '--postgres', nowhere], /--output/],
    [[...worker, '--token', 'token'], /--token: is for submitting; name the monitor with --monitor/],
    [[...worker, '--monitor', 'https://monitor.example', '--key', 'key'], /--monitor: needs --token/],
    [[...worker, '--monitor', 'https://monitor.example', '--token', 'token'], /--monitor: needs --key/],
    [
      [...worker, '--monitor', 'https://monitor.example', '--token', 'token', '--key', 'k'],
      /others may read this token/,
    ],
    [[...worker, '--monitor', 'http://monitor.example', '--token', 'token', '--key', 'k'], /in the clear; use https/],
    [
      ['run', '--config', 'subjects.yaml', '--output', 'out', '--uuid-from', uuid],
      /--uuid-from: goes not with --config/,
    ],
    [['run', '--uuid-from', 'mine'], /It must be a UUID/],
  ] as const) {
    t.match(await scs(...args), { code: 64, stderr, stdout: '' })
  }
})

t.test('a URL that is refused is not shown: a log would keep the password in it', async (t) => {
  for (const [args, stderr] of [
    [['dispatch', '--list', '--postgres', 'postgres://a:secret@c/d'], /--postgres: must not hold a password/],
    [['dispatch', '--list', '--postgres', 'postgres://a:sec/ret@c/d'], /--postgres: must be a URL/],
    [['dispatch', '--list', '--postgres', 'host=c password=secret'], /--postgres: must be a URL/],
    [[...worker.slice(0, -1), 'postgres://a@c/d?password=secret'], /--postgres: must not hold a password/],
    [['serve', '--postgres', 'postgresql://a:secret@c/d'], /--postgres: must not hold a password/],
    [['serve', '--public-url', 'https://a:secret@c'], /--public-url: must be a URL .* without a user/],
    [['run', '--registry', 'https://a:secret@c'], /--registry: must not hold a password/],
    [['run', '--registry', 'a:secret@c'], /--registry: must be a URL/],
    [[...worker, '--monitor', 'https://a:secret@c', '--token', 't', '--key', 'k'], /--monitor: /],
  ] as const) {
    const told = await scs(...args)
    t.match(told, { code: 64, stderr, stdout: '' })
    t.notMatch(told.stderr, /sec\/?ret/)
  }
  t.match(await scs(...dispatch), { stderr: /ECONNREFUSED/ }, 'one without a password is used')
})

t.test('--uuid-from: the same run has a report of the same uuid, another one has another', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const uuidOf = async (name: string, args: readonly string[]) => {
    await judge(simulator, ['--tests', 'scs-0100', '--read-only', '--output', join(home, name), ...args])
    return (JSON.parse(readFileSync(join(home, name, 'report.json'), 'utf8')) as Report).uuid
  }
  const first = await uuidOf('one', ['--uuid-from', uuid])
  t.equal(await uuidOf('two', ['--uuid-from', uuid]), first)
  t.not(await uuidOf('three', ['--uuid-from', uuid, '--subject', 'another']), first)
  t.not(await uuidOf('four', []), first)
})
