import t from 'tap'
import { reportOf } from './golden/sample.ts'
import { formats } from './index.ts'

const long = 'n'.repeat(60_000)
const seen = { notes: [long], examined: [long] }
const violations = [{ subject: long, expected: long, actual: long, remedy: `openstack image set '${long}'` }]
const cause = { kind: 'malformed', message: `GET /v2/images answered ${long}`, fact: 'images' } as const
const report = reportOf(
  {
    a: { ...seen, verdict: 'FAIL', violations },
    b: { ...seen, verdict: 'DNF', cause, violations },
    c: { ...seen, verdict: 'PASS' },
  },
  { preflight: [{ id: 'roles', outcome: 'failed', message: long }] },
)
const longest = (text: string): number => Math.max(...[...text.matchAll(/n+/g)].map(([run]) => run.length))

t.test('for people a name is cut at 300 letters, a sentence at 1000; --verbose is no exception', async (t) => {
  for (const name of ['text', 'markdown', 'html']) {
    const text = (await formats[name]?.())?.render(report, { verbose: true }) ?? ''
    t.match(text, `${'n'.repeat(200)}`, name)
    t.match(text, 'n…', name)
    t.ok(longest(text) < 1000, name)
    t.ok(Math.max(...text.split('\n').map((line) => line.length)) < 5000, name)
  }
})

t.test('for tools it is cut at 2000, and not at all in the record', async (t) => {
  for (const name of ['junit', 'tap', 'scs-yaml']) {
    const text = (await formats[name]?.())?.render(report) ?? ''
    t.equal(longest(text), 1999, name)
  }
  t.equal(longest((await formats['json']?.())?.render(report) ?? ''), 60_000)
})

t.test('no letter is cut in two, however many code points it has', async (t) => {
  const text = await formats['text']?.()
  const told = (subject: string): string | undefined =>
    text
      ?.render(reportOf({ a: { verdict: 'FAIL', violations: [{ subject, expected: 'x', actual: 'y' }] } }))
      .match(/^ {2}- (.*)$/m)?.[1]
  t.equal(told(`${'n'.repeat(298)}🦜🦜`), `${'n'.repeat(298)}…`)
  t.equal(told(`${'n'.repeat(298)}🦜`), `${'n'.repeat(298)}🦜`)
  t.equal(told(`image a${'\u0301'.repeat(60_000)}`), 'image …')
})
