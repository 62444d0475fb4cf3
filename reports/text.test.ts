import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { reportOf, sample, slow } from './golden/sample.ts'
import type { Verdict } from '../src/report.ts'
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

t.test('a level is not reached by its own testcases alone: it needs the level below', async (t) => {
  const { level, scope, ...rest } = reportOf({ a: { verdict: 'PASS' } })
  const told = (below: Verdict, own: Verdict, main: Verdict): string => {
    const { versions } = reportOf({ a: { verdict: main } })
    const open = { verdict: own, version: 'v5.1', missing: [`SCS-compatible IaaS is not reached (${below})`] }
    const compatible = { ...level.compatible, verdict: below }
    const id = 'my-open-iaas'
    const report = { ...rest, versions, scope: { ...scope, id, name: 'SCS-open IaaS' } }
    return firstLine(format.render({ ...report, level: { ...level, compatible, open } }))
  }
  t.equal(told('PASS', 'PASS', 'PASS'), 'PASS gx-scs reaches SCS-open IaaS v5.1: 1 testcase passed.')
  t.equal(
    told('MISS', 'MISS', 'PASS'),
    'MISS gx-scs has not yet shown that it reaches SCS-open IaaS v5.1: 1 testcase passed, but SCS-compatible is not reached (MISS).',
  )
  t.equal(
    told('FAIL', 'FAIL', 'DNF'),
    'FAIL gx-scs has not yet shown that it reaches SCS-open IaaS v5.1: SCS-compatible is not reached (FAIL).',
  )
  t.equal(told('MISS', 'FAIL', 'FAIL'), 'FAIL gx-scs does not reach SCS-open IaaS v5.1: 1 of 1 testcase failed.')
})

t.test('what comes up to a proposal reaches no level by it', async (t) => {
  const told = (below: Verdict, main: Verdict): string => {
    const { level, scope, versions, ...rest } = reportOf({ a: { verdict: main } })
    const targets = versions['v5.1']?.targets ?? {}
    const next = { version: 'proposal-1', missing: main === 'PASS' ? [] : ['a'] }
    const compatible = { ...level.compatible, verdict: below }
    const open = {
      verdict: below === 'PASS' ? 'MISS' : below,
      proposal: true,
      missing: ['it gives no level'],
      next,
    } as const
    const report = {
      ...rest,
      scope: { ...scope, id: 'scs-open-iaas', name: 'SCS-open IaaS (draft proposal)' },
      versions: { 'proposal-1': { validity: 'draft', targets } },
      level: { ...level, compatible, open },
    } as const
    const text = format.render(report)
    t.match(text, /^SCS-open +(MISS|FAIL) [^]*a draft\s+proposal/m)
    return firstLine(text)
  }
  const goal = 'SCS-open IaaS (draft proposal) proposal-1'
  const end = 'proposal-1 is draft: no certificate.'
  t.equal(told('PASS', 'PASS'), `MISS gx-scs comes up to ${goal}: 1 testcase passed. ${end}`)
  t.equal(told('PASS', 'FAIL'), `MISS gx-scs does not reach ${goal}: 1 of 1 testcase failed. ${end}`)
  const held = '1 testcase passed, but SCS-compatible is not reached (FAIL)'
  t.equal(told('FAIL', 'PASS'), `FAIL gx-scs has not yet shown that it reaches ${goal}: ${held}. ${end}`)
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
    wide.filter((line) => !/https:|scs-conformance run|remedy {4}openstack /.test(line)),
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
  const report = reportOf({ 'scs-0100-syntax-check': { verdict: 'FAIL' } })
  const command = (version: string): string =>
    `\n    scs-conformance run --os-cloud CLOUD --scope scs-compatible-iaas${version} --tests '^(scs-0100-syntax-check)$'\n`
  t.match(format.render(report), command(''))
  const old = { ...report, selection: { scopeVersion: 'v5.1' } }
  t.match(format.render(old), command(' --scope-version v5.1'), 'other versions may not have the testcase')
  t.match(format.render({ ...report, layer: 'kaas' }), 'run --kubeconfig FILE --scope', 'a cluster has a kubeconfig')
})

t.test('many causes do not make a long list of things to do', async (t) => {
  const kinds = ['quota', 'timeout', 'dependency', 'malformed', 'internal', 'manual'] as const
  const open = (wanted: readonly (typeof kinds)[number][]): string => {
    const given = wanted.map((kind) => [kind, { verdict: 'DNF', cause: { kind, message: 'x' } }] as const)
    const text = format.render(reportOf(Object.fromEntries(given)))
    return text.slice(text.indexOf('NEXT'))
  }
  t.match(open(kinds), '- After these, the other causes: internal, manual.\n')
  t.notMatch(open(kinds), 'Mend what they depend on', 'that comes by itself')
  t.match(open(['dependency']), 'Mend what they depend on first')
})

t.test('where nobody may test, the first line says why, whatever else is open', async (t) => {
  const refusals = {
    reachability: [
      'POST /v3/auth/tokens: cloud.example:5000 refuses connections; nothing listens there, or a firewall says no',
      'cloud.example:5000 refuses connections',
    ],
    authentication: ['Keystone refuses user bob; check clouds.yaml, cloud gx', 'Keystone refuses user bob'],
    roles: [
      'user admin of cloud gx has role admin; use a user with role member',
      'user admin of cloud gx has role admin',
    ],
  } as const
  const open = reportOf({ a: { verdict: 'DNF' }, b: { verdict: 'MISS' } })
  for (const id of ['reachability', 'authentication', 'roles'] as const) {
    const [message, said] = refusals[id]
    const preflight = [{ id, outcome: 'failed', message }] as const
    t.equal(firstLine(format.render({ ...open, preflight })), `MISS gx-scs could not be judged: ${said}.`)
    t.match(
      format.render({ ...open, preflight }).replace(/\s+/g, ' '),
      `- ${id} failed: ${message}`,
      'with the way out',
    )
  }
  const later = { id: 'catalog', outcome: 'unknown', message: 'needs a token' } as const
  const refused = { id: 'authentication', outcome: 'failed', message: 'x' } as const
  t.notMatch(format.render({ ...open, preflight: [refused, later] }), 'needs a token', 'what follows is no news')
  const warned = [{ id: 'roles', outcome: 'unknown', message: 'x' }] as const
  t.match(firstLine(format.render({ ...open, preflight: warned })), '1 of 2 testcases not attempted.')
})

t.test('a command in a remedy stands on one line, and nothing else with it', async (t) => {
  const set = `openstack image set --property image_original_user=VALUE ${'e36982ca-'.repeat(9)}`
  const remedies = {
    [set]: `    remedy    ${set}\n`,
    [`${set} (for instance ubuntu)`]: `    remedy    ${set}\n              (for instance ubuntu)\n`,
    [`upload it, then ${set}, and wait`]: `    remedy    upload it, then\n              ${set}\n              and wait\n`,
    [`openstack flavor set --property 'a (b), c'\\''d' X && openstack flavor unset Y`]: `    remedy    openstack flavor set --property 'a (b), c'\\''d' X && openstack flavor unset Y\n`,
    "openstack volume type set --description 'never closed":
      "    remedy    openstack volume type set --description 'never closed\n",
  }
  for (const [remedy, told] of Object.entries(remedies)) {
    const violations = [{ subject: 'image x', expected: 'a', actual: 'b', remedy }]
    t.match(format.render(reportOf({ a: { verdict: 'FAIL', violations } })), told)
  }
})

t.test('what an undecided testcase saw violated is told with it', async (t) => {
  const violations = [{ subject: 'image x', expected: 'a', actual: 'b' }]
  const text = format.render(reportOf({ a: { verdict: 'DNF', violations }, b: { verdict: 'DNF' } }))
  t.match(text, '  a, b\n  violations seen by a:\n  - image x\n    expected  a\n    actual    b\n')
})

t.test('a failure that no version in force asks about says so', async (t) => {
  const report = reportOf({ a: { verdict: 'FAIL' } }, { versions: {} })
  t.match(format.render(report), '\na  (in no version in force)\n')
})
