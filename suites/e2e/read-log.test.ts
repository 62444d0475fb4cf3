import fc from 'fast-check'
import t from 'tap'
import { attemptsIn, logReader } from './read-log.ts'

const quiet = `I0102 03:04:05.1 24 e2e.go:109] Starting e2e run "a76ca1c7-2075-4fc4-a89f-170e750e1262" on Ginkgo node 1
Will run 3 of 7137 specs
Running in parallel across 2 processes
S
•
------------------------------
↺ [FLAKEY TEST - TOOK 2 ATTEMPTS TO PASS] [12.300 seconds]
[sig-network] Netpol should be so [Feature:NetworkPolicy] [sig-network, Feature:NetworkPolicy]
k8s.io/kubernetes/test/e2e/network/netpol/network_policy.go:80
------------------------------
• [FAILED] [1.234 seconds]
[sig-node] Pods [It] should not [Conformance] [sig-node, Conformance]
------------------------------
`
const verbose = `  I0102 03:04:05.1 24 e2e.go:245] e2e test version: v1.34.1
  I0102 03:04:05.1 24 e2e.go:254] kube-apiserver version: v1.34.1+k3s1
Will run 1 of 7137 specs
------------------------------
[sig-apps] Job should run [Conformance] [sig-apps, Conformance]
k8s.io/kubernetes/test/e2e/apps/job.go:1
  STEP: Creating a job
↺ [FLAKEY TEST - TOOK 3 ATTEMPTS TO PASS] [7.766 seconds]
------------------------------
`

function read(...pieces: readonly string[]) {
  const reader = logReader()
  for (const piece of pieces) reader.push(piece)
  return reader.read()
}

t.test('versions, ids, progress and attempts, with -v and without', async (t) => {
  const log = read(quiet)
  t.match(log, { testsVersion: null, serverVersion: null, total: 3, done: 3 })
  t.same(log.runIds, ['a76ca1c7-2075-4fc4-a89f-170e750e1262'])
  t.equal(attemptsIn(log, '[sig-network] Netpol should be so [Feature:NetworkPolicy]'), 2)
  t.equal(attemptsIn(log, '[sig-network] Netpol should be'), undefined, 'another test')
  t.equal(attemptsIn(log, '[sig-node] Pods should not [Conformance]'), undefined)
  const other = read(verbose)
  t.match(other, { testsVersion: 'v1.34.1', serverVersion: 'v1.34.1+k3s1', total: 1, done: 1 })
  t.equal(attemptsIn(other, '[sig-apps] Job should run [Conformance]'), 3)
  t.match(read(quiet, verbose), { total: 4, done: 4 }, 'both parts of a run')
})

t.test('the same in whatever pieces it comes', async () => {
  const whole = read(quiet + verbose)
  fc.assert(
    fc.property(fc.array(fc.nat(quiet.length), { maxLength: 6 }), (cuts) => {
      const text = quiet + verbose
      const at = [0, ...cuts.toSorted((a, b) => a - b), text.length]
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end))
      t.same({ ...read(...pieces), done: 0 }, { ...whole, done: 0 })
    }),
  )
})
