import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { reportOf, sample, slow } from './golden/sample.ts'
import { format } from './text.ts'
import { columns, width } from './text/layout.ts'

const firstLine = (text: string): string => text.slice(0, text.indexOf('\n\n')).replace(/\s+/g, ' ')

t.test('the first line says whether the cloud reaches the level', async (t) => {
  const lines = {
    PASS: 'PASS gx-scs reaches SCS-compatible IaaS v5.1: 1 testcase passed.',
    FAIL: 'FAIL gx-scs does not reach SCS-compatible IaaS v5.1: 1 of 1 testcase failed.',
    DNF: 'DNF gx-scs may or may not reach SCS-compatible IaaS v5.1: 1 of 1 testcase could not be decided.',
    MISS: 'MISS gx-scs has not yet shown that it reaches SCS-compatible IaaS v5.1: 1 of 1 testcase not attempted.',
  } as const
  for (const verdict of ['PASS', 'FAIL', 'DNF', 'MISS'] as const) {
    t.equal(firstLine(format.render(reportOf({ 'scs-0100-syntax-check': { verdict } }))), lines[verdict])
  }
})

t.test('a run that ended early and a version that gives no certificate are said at once', async (t) => {
  const report = reportOf({ a: { verdict: 'PASS' } }, { complete: false })
  t.match(firstLine(format.render(report)), /The run ended early\.$/)
  const versions = {
    v4: { ...report.versions['v5.1'], validity: 'deprecated', targets: report.versions['v5.1']?.targets ?? {} },
  } as const
  const old = { ...report, versions, selection: { scopeVersion: 'v4' } }
  t.match(firstLine(format.render(old)), 'v4 is deprecated: no certificate.')
})

t.test('a scope without a version in force reaches nothing, whatever passed', async (t) => {
  const { versions, level, ...rest } = reportOf({ a: { verdict: 'PASS' } })
  const missing = ['no version of SCS-compatible IaaS that is in force was tested (next is a draft)']
  const targets = versions['v5.1']?.targets ?? {}
  const drafted = { ...level, compatible: { verdict: 'MISS', missing } } as const
  const report = { ...rest, versions: { next: { validity: 'draft', targets } }, level: drafted } as const
  t.equal(
    firstLine(format.render(report)),
    `MISS gx-scs has not yet shown that it reaches SCS-compatible IaaS: ${missing[0]}.`,
  )
})

t.test('testcases left open for one cause are one entry, however many', async (t) => {
  const ids = Array.from({ length: 20 }, (_, i) => `scs-0102-prop-${i}`)
  const many = reportOf(Object.fromEntries(ids.map((id) => [id, { verdict: 'DNF', cause: slow }] as const)))
  t.match(
    format.render(many),
    '- 20 testcases, timeout: GET /v2/images gave no answer within 120 s (fact:\n  images)\n',
  )
  t.match(format.render(many), 'scs-0102-prop-0, scs-0102-prop-1 and 18 more')
  t.match(format.render(many, { verbose: true }), 'scs-0102-prop-19', '--verbose names all')
})

t.test('what is required comes before what is not', async (t) => {
  const text = format.render(sample)
  const order = [
    'FAILED, required for v5.1',
    'scs-0103-flavor-2v-4-20s',
    'FAILED, not required',
    'scs-0103-flavor-1l-1-5',
    'NEXT',
  ]
  t.same(
    order.map((title) => text.indexOf(title)).toSorted((a, b) => a - b),
    order.map((title) => text.indexOf(title)),
  )
})

t.test('many violations do not bury the report', async (t) => {
  const violations = Array.from({ length: 400 }, (_, i) => ({
    subject: `image ${i}`,
    expected: 'x',
    actual: 'y'.repeat(1000),
  }))
  const report = reportOf({ a: { verdict: 'FAIL', violations } })
  t.match(format.render(report), '… and 390 more (--verbose shows all)')
  t.notMatch(format.render(report), 'y'.repeat(301))
  t.match(format.render(report, { verbose: true }), 'image 399')
})

t.test('fits 80 columns, but for links and commands', async (t) => {
  const wide = format
    .render(sample)
    .split('\n')
    .filter((line) => columns(line) > width)
  t.same(
    wide.filter((line) => !/https:|scs-conformance run/.test(line)),
    [],
  )
})

t.test('colours come only when asked for, and change no word', async (t) => {
  const colored = format.render(sample, { color: true })
  t.equal(colored.indexOf('\u001b['), 0)
  t.equal(stripVTControlCharacters(colored), format.render(sample))
})

t.test('a name from the cloud cannot forge a line', async (t) => {
  t.notMatch(format.render(sample), /^scs-0100-syntax-check: PASS/m)
})

t.test('a cloud that passes is told when to come back; --verbose tells what passed', async (t) => {
  const report = reportOf({ 'scs-0100-syntax-check': { verdict: 'PASS', examined: { count: 7 } } })
  t.match(format.render(report), 'The first results expire on 2026-09-28: run again before.')
  t.match(format.render(report, { verbose: true }), '- scs-0100-syntax-check: Something holds. (7 examined)')
})

t.test('the command that judges again can be copied', async (t) => {
  const report = reportOf({ 'scs-0100-syntax-check': { verdict: 'FAIL' } }, { subject: "Bob's cloud" })
  t.match(
    format.render(report),
    `\n    scs-conformance run --subject 'Bob'\\''s cloud' --scope scs-compatible-iaas --tests '^(scs-0100-syntax-check)$'\n`,
  )
})
