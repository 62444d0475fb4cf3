import t from 'tap'
import { parse } from 'yaml'
import { reportOf, sample } from './golden/sample.ts'
import { format } from './scs-yaml.ts'

const read = (text: string): ReturnType<typeof parse> => parse(text, { version: '1.1' })
const invocationOf = (text: string): ReturnType<typeof parse> => Object.values(read(text).run.invocations)[0]

t.test('results are -1, 0, 1, and a MISS is left out', async (t) => {
  const report = reportOf({
    a: { verdict: 'PASS' },
    b: { verdict: 'FAIL' },
    c: { verdict: 'DNF' },
    d: { verdict: 'MISS' },
  })
  const { results, stdout, rc, error, warning, critical } = invocationOf(format.render(report))
  t.same(results, { a: 1, b: -1, c: 0 })
  t.same(stdout, ['a: PASS', 'b: FAIL', 'c: ABORT'])
  t.same({ rc, error, warning, critical }, { rc: 1, error: 1, warning: 1, critical: 0 })
})

t.test('dates are dates, also at midnight, and have no zone, like the official ones', async (t) => {
  t.match(format.render(sample), '\nchecked_at: 2026-09-14 10:02:14.125\nreference_date: 2026-09-14\n')
  const midnight = format.render({ ...sample, finishedAt: '2026-09-15T00:00:00.000Z' })
  t.match(midnight, '\nchecked_at: 2026-09-15 00:00:00\n')
})

t.test('a text stays a text, whatever it looks like', async (t) => {
  for (const subject of [
    'yes',
    '1:30',
    '2026-09-14',
    '0o7',
    'null',
    '~',
    '*a',
    '- x',
    'a: b #c',
    '1e3',
    '=',
    '<<',
    '',
  ]) {
    t.match(format.render({ ...sample, subject }), `\nsubject: ${JSON.stringify(subject)}\n`)
    t.equal(read(format.render({ ...sample, subject })).subject, subject)
  }
})

t.test('lines that the monitor shows to everyone tell no cause, forge no verdict and hold no HTML', async (t) => {
  const { stderr } = invocationOf(format.render(sample))
  const shown: string[] = stderr.filter((line: string) => /^(WARNIN|ERROR:)/.test(line))
  t.ok(shown.includes('WARNING: scs-0102-prop-min_ram: could not be decided (timeout)'))
  t.same(
    shown.filter((line) => /GET|POST|project/.test(line)),
    [],
  )
  t.same(
    shown.filter((line) => /<script|\n/.test(line)),
    [],
  )
})

t.test('the invocation is named after the run, always the same and different for each run', async (t) => {
  const id = (uuid: string): unknown => invocationOf(format.render({ ...sample, uuid })).id
  t.match(id(sample.uuid), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  t.equal(id(sample.uuid), id(sample.uuid))
  t.not(id(sample.uuid), id('00000000-0000-4000-8000-000000000000'))
})

t.test('names arrive as they are, however strange', async (t) => {
  const subject = 'gx \u001b[31m \u009b \u202e \u{e0001} \u2028 \\ "'
  t.equal((parse(format.render({ ...sample, subject })) as { subject: string }).subject, subject)
})

t.test('what the run was narrowed to is told as the official tool does', async (t) => {
  const selection = { scopeVersion: 'v5.1', sections: ['light'], tests: '^scs-01', readOnly: true }
  const { argv, forced_version, forced_tests, sections } = read(format.render({ ...sample, selection })).run
  t.same(
    { forced_version, forced_tests, sections },
    { forced_version: 'v5.1', forced_tests: '^scs-01', sections: ['light'] },
  )
  t.match(argv.join(' '), '--scope-version v5.1 --section light --tests ^scs-01 --read-only')
})
