import t from 'tap'
import type { E2eFacts } from './judge-tests.ts'
import { judgeTests } from './judge-tests.ts'
import { sampleFacts, sampleRun } from './sample-facts.ts'
import type { TestSet } from './required-tests.ts'

type Changes = Parameters<typeof sampleRun>[0]

const judge = (changes: Changes = {}, set: TestSet = 'conformance', facts: Partial<E2eFacts> = {}) =>
  judgeTests(sampleFacts([sampleRun(changes)], facts), set)

t.test('all required tests ran and passed', async (t) => {
  for (const set of ['conformance', 'networkPolicy'] as const) {
    const finding = judge({}, set)
    t.match(finding, { examined: { count: 2 }, violations: [], observedAt: '2026-01-02T05:00:00.000Z' })
    t.equal(finding.undecided, undefined)
    t.match(finding.notes?.[0], /results\.tar\.gz: tests of Kubernetes v1\.36\.1 on v1\.36\.1, finished 2026-01-02/)
  }
})

t.test('a failed test is a violation, by its name', async (t) => {
  const name = 'pods run [Conformance]'
  const failed = judge({ outcomes: { [name]: 'failed' } })
  t.match(failed, { violations: [{ subject: `test ${name}`, actual: 'failed' }], undecided: undefined })
  t.same(judge({ outcomes: { [name]: 'failed' } }, 'networkPolicy').violations, [], 'of the other set')
  t.equal(judge({ outcomes: { 'new in a patch [Conformance]': 'failed' } }).violations.length, 1, 'not on the list')
  t.equal(judge({ outcomes: { 'something else': 'failed' } }).violations.length, 0, 'of no set')
  const both = judge({ outcomes: { [name]: 'failed', 'nodes stay [Serial] [Conformance]': undefined } })
  t.equal(both.undecided, undefined, 'what was seen decides')
  t.match(both.notes?.at(-1), /1 of 2 required tests did not run/)
})

t.test('what did not run is no pass: undecided, and named', async (t) => {
  const name = 'nodes stay [Serial] [Conformance]'
  for (const outcome of [undefined, 'skipped', 'interrupted'] as const) {
    const finding = judge({ outcomes: { [name]: outcome } })
    t.match(finding, {
      violations: [],
      undecided: { kind: 'dependency', message: /^1 of 2 .*nodes stay.*\[Serial\], which/ },
    })
  }
  t.match(judge({ outcomes: { 'pods run [Conformance]': undefined } }).undecided?.message, /import both results$/)
  const none = judgeTests(sampleFacts([sampleRun({ tests: [], troubles: ['[BeforeSuite]: no nodes'] })]), 'conformance')
  t.match(none, { undecided: { message: /^2 of 2/ }, notes: [/./, /./, /\[BeforeSuite\]: no nodes/] })
  const parts = [sampleRun({ outcomes: { [name]: undefined } }), sampleRun({ tests: sampleRun().tests.slice(1, 2) })]
  t.equal(judgeTests(sampleFacts(parts), 'conformance').undecided, undefined, 'two runs complete each other')
})

t.test('exceptions, each told of: used for a failure, for what did not run, and not used', async (t) => {
  const name = 'NetworkPolicy allows SCTP'
  for (const [outcome, word] of [
    ['failed', 'failed'],
    [undefined, 'did not run'],
  ] as const) {
    // prettier-ignore
    const finding = judge({ outcomes: { [name]: outcome } }, 'networkPolicy')
    t.match(finding, { violations: [], undecided: undefined })
    t.match(finding.notes?.at(-1), new RegExp(`"SCTP" \\(SCTP is optional\\. https://.*\\) excuses ${word}: ${name}`))
  }
  t.match(judge({}, 'networkPolicy').notes?.at(-1), /was not needed$/)
  t.match(judge().notes?.at(-1), /was not needed: no required test has this name$/)
  t.equal(judge({ outcomes: { [name]: 'failed' } }, 'networkPolicy', { e2eExceptions: [] }).violations.length, 1)
})

t.test('of which version the results are', async (t) => {
  const unknown = { testsVersion: null, serverVersion: null }
  t.match(judge(unknown).undecided?.message, /do not tell which version/)
  t.equal(judge({ testsVersion: null }).undecided, undefined, 'the server tells')
  t.match(
    judge({ serverVersion: 'v1.37.0' }).undecided?.message,
    /tests of Kubernetes 1\.36 were run on Kubernetes 1\.37/,
  )
  t.match(judge({}, 'conformance', { clusterVersion: 'v1.37.2' }).undecided?.message, /the cluster has v1\.37\.2/)
  t.equal(judge({}, 'conformance', { clusterVersion: 'v1.36.9+k3s1' }).undecided, undefined, 'another patch')
  t.equal(judge({}, 'conformance', { clusterVersion: null }).undecided, undefined, 'no cluster was named')
  t.match(judge({ testsVersion: 'v1.37.1', serverVersion: null }, 'conformance', { clusterVersion: null }).undecided, {
    message: /^1 of 3 required tests did not run: jobs run/,
  })
  const old = { testsVersion: 'v1.20.0', serverVersion: null }
  t.match(judge(old, 'conformance', { clusterVersion: null }).undecided?.message, /1\.20 requires is not known/)
  const failed = { ...old, outcomes: { 'pods run [Conformance]': 'failed' } as const }
  t.equal(judge(failed, 'conformance', { clusterVersion: null }).violations.length, 1)
  const two = [sampleRun(), sampleRun({ testsVersion: 'v1.37.0', serverVersion: null })]
  t.match(judgeTests(sampleFacts(two), 'conformance').undecided?.message, /of Kubernetes 1\.36 and 1\.37/)
  t.match(judge({ dryRun: true }).undecided?.message, /dry run/)
})

t.test('results without a time are not taken for those of today', async (t) => {
  const undated = { source: 'old.xml', finishedAt: null }
  t.match(judge(undated), {
    violations: [],
    undecided: { kind: 'dependency', message: /^old\.xml does not tell when/ },
  })
  t.match(judgeTests(sampleFacts([sampleRun(), sampleRun(undated)]), 'conformance').undecided?.message, /^old\.xml/)
  t.match(judge({ ...undated, outcomes: { 'pods run [Conformance]': 'failed' } }), { violations: [], undecided: {} })
})

t.test('attempts are told of', async (t) => {
  const tests = sampleRun().tests.map((test) => ({ ...test, attempts: 2 }))
  t.match(judge({ tests }).notes, [/./, 'passed at attempt 2: nodes stay [Serial] [Conformance]'])
  const first = sampleRun({ outcomes: { 'pods run [Conformance]': 'failed' } })
  const again = sampleRun({ startedAt: '2026-01-03T00:00:00.000Z', finishedAt: '2026-01-03T00:01:00.000Z' })
  const finding = judgeTests(sampleFacts([first, again]), 'conformance')
  t.match(finding, { violations: [], observedAt: '2026-01-02T05:00:00.000Z' }, 'as old as the oldest')
  t.ok(finding.notes?.includes('passed only when it was run again: pods run [Conformance]'))
})
