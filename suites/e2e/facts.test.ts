import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import type { Fact } from '../../src/fact.ts'
import { kubernetes, serverVersion } from '../../src/kubernetes/facts.ts'
import { ledger, runId } from '../../src/kubernetes/lease.ts'
import { e2eResults, e2eWish, requiredTests, type E2eWish } from './facts.ts'
import { mergeRuns } from './merge-runs.ts'
import { done, printed, sampleCluster } from './runner/sample-cluster.ts'
import { sampleRequired, sampleRun } from './sample-facts.ts'
import { sampleJUnit } from './sample-junit.ts'

const later = { timestamp: '2026-01-03T00:00:00' }
const parallel = sampleJUnit({ ...later, tests: [{ name: 'pods run [Conformance]' }] })
const serial = sampleJUnit({ ...later, tests: [{ name: 'nodes stay [Serial] [Conformance]' }] })
const flaky = `------------------------------
↺ [FLAKEY TEST - TOOK 2 ATTEMPTS TO PASS] [1 seconds]
pods run [Conformance] [Conformance]
`
const left = {
  version: 'v1.36.1\n',
  'parallel/junit_01.xml': parallel,
  'parallel/e2e.log': flaky,
  'serial/junit_01.xml': serial,
}

async function learn(wish: Partial<E2eWish> = {}, gitVersion = 'v1.36.1+k3s1', files: Record<string, string> = left) {
  const cluster = sampleCluster({ pod: [done], results: [printed(files)] })
  const kept: string[] = []
  const keep = (path: string) => void kept.push(path)
  const given = new Map<Fact, unknown>([
    [kubernetes, cluster.kubernetes],
    [serverVersion, { gitVersion }],
    [requiredTests, sampleRequired],
    [e2eWish, { image: null, sets: ['conformance', 'networkPolicy'], earlier: null, keep, ...wish }],
    [runId, '1f'],
    [ledger, cluster.ledger],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 60_000, concurrency: 4 })
  const learned: unknown = await store.learn(e2eResults).catch((error: unknown) => error)
  const pod = JSON.stringify(cluster.made.get('/api/v1/namespaces/scs-conformance-1f-e2e/pods/scs-conformance-1f-e2e'))
  return { learned, kept, pod }
}

t.test('one run for both testcases: the parts as one, plain data, the files kept', async (t) => {
  const { learned, kept, pod } = await learn()
  t.match(learned, {
    runs: [
      {
        source: 'this run, parallel part: parallel/junit_01.xml',
        testsVersion: 'v1.36.1',
        serverVersion: 'v1.36.1+k3s1',
      },
      { source: 'this run, serial part: serial/junit_01.xml' },
    ],
    tests: [
      { name: 'nodes stay [Serial] [Conformance]', outcome: 'passed', attempts: null },
      { name: 'pods run [Conformance]', outcome: 'passed', attempts: 2 },
    ],
  })
  t.same(JSON.parse(JSON.stringify(learned)), learned)
  t.same(kept, [
    'e2e/version',
    'e2e/parallel/junit_01.xml',
    'e2e/parallel/e2e.log',
    'e2e/serial/junit_01.xml',
    'e2e/serverversion.json',
  ])
  t.match(pod, 'registry.k8s.io/conformance:v1.36.1"')
})

t.test('the image: of the release that the server is built from, or the one named', async (t) => {
  t.match((await learn({}, 'v1.37.0-rc.1')).pod, 'conformance:v1.37.0-rc.1"')
  t.match((await learn({ image: 'mirror.example/conformance:x' })).pod, '"mirror.example/conformance:x"')
  t.match((await learn({}, 'master')).learned, { probe: { kind: 'dependency', message: /--conformance-image/ } })
  t.match((await learn({}, 'v1.36.1', { version: 'v1.36.1' })).learned, {
    probe: { kind: 'dependency', message: /left no results; is it a conformance image/ },
  })
})

t.test('a part that broke down is told of; the other one counts all the same', async (t) => {
  const { version, ...rest } = left
  const files = {
    version,
    exits: 'parallel 137\nserial 0\n',
    'parallel/e2e.log': flaky,
    'serial/junit_01.xml': rest['serial/junit_01.xml'],
  }
  t.match((await learn({}, 'v1.36.1', files)).learned, {
    runs: [{ troubles: ['the parallel part ended with exit code 137 and without results'] }],
    tests: [{ name: 'nodes stay [Serial] [Conformance]' }],
  })
  const nothing = await learn({}, 'v1.36.1', { exits: 'parallel 1\n' })
  t.match(nothing.learned, { probe: { kind: 'dependency', message: /^the parallel part ended with exit code 1 and/ } })
})

t.test('only what failed or is missing is run again, and taken together with what passed', async (t) => {
  const outcomes = { 'pods run [Conformance]': 'failed', 'nodes stay [Serial] [Conformance]': undefined } as const
  const earlier = mergeRuns([sampleRun({ outcomes })])
  const { learned, pod } = await learn({ earlier })
  t.match(pod, String.raw`part 'parallel' 'true' '(pods run \\[Conformance\\])$'`)
  t.match(pod, String.raw`part 'serial' 'false' '(nodes stay \\[Serial\\] \\[Conformance\\])$'`)
  t.notMatch(pod, /NetworkPolicy/)
  t.match(learned, {
    tests: [
      { name: 'NetworkPolicy allows SCTP', outcome: 'passed', again: false },
      { name: 'NetworkPolicy denies' },
      { name: 'nodes stay [Serial] [Conformance]', outcome: 'passed', again: false },
      { name: 'pods run [Conformance]', outcome: 'passed', again: true, attempts: 3 },
    ],
  })
  const nothing = await learn({ earlier: mergeRuns([sampleRun()]) })
  t.equal(nothing.pod, undefined, 'no pod at all where everything passed')
  t.match(nothing.learned, { tests: [{}, {}, {}, {}] })
})
