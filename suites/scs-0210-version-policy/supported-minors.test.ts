import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { sampleBranches, sampleKnown } from './sample-data.ts'
import { supportedMinors } from './supported-minors.ts'

function judge(versions: readonly string[], changes: Parameters<typeof sampleKnown>[0] = {}) {
  const offeredClusters = versions.map((gitVersion, index) => ({ context: `c${index}`, gitVersion }))
  return verdictOf(supportedMinors, { offeredClusters, ...sampleKnown(changes) })
}
const withoutPatches = sampleBranches.map((branch) => ({ ...branch, patches: [] }))
const late = { now: '2026-04-10T00:00:01Z', releasesReach: '2026-04-10', cvesReach: '2026-04-10' }

t.test('all supported minors, each by one good cluster', async (t) => {
  t.match(judge(['v1.52.1', 'v1.51.6', 'v1.50.9']), {
    verdict: 'PASS',
    finding: { examined: ['c0: v1.52.1', 'c1: v1.51.6', 'c2: v1.50.9'] },
  })
  t.match(
    judge(['v1.52.1', 'v1.51.6', 'v1.50.9', 'v1.51.0']),
    { verdict: 'PASS' },
    'an old one beside it may wait for its owner',
  )
  t.match(judge(['v1.52.1', 'v1.51.6', 'v1.50.9', 'v1.49.12']), {
    verdict: 'PASS',
    finding: { notes: [/./, /./, /c3 runs v1\.49\.12, of no minor/] },
  })
})

t.test('the newest minor may be missing for four months', async (t) => {
  t.match(judge(['v1.51.6', 'v1.50.9']), {
    verdict: 'PASS',
    finding: { notes: [/./, /./, /no cluster of 1\.52 was named; .* by 2026-04-10/] },
  })
  t.match(judge(['v1.51.6', 'v1.50.9'], { ...late, now: '2026-04-10T00:00:00Z', branches: withoutPatches }), {
    verdict: 'PASS',
  })
  t.match(judge(['v1.51.6', 'v1.50.9'], { ...late, branches: withoutPatches }), { verdict: 'MISS' })
})

t.test('a minor that nobody showed is for a person to attest', async (t) => {
  t.match(judge(['v1.52.1']), {
    verdict: 'MISS',
    cause: { kind: 'manual', message: /^no cluster of 1\.51, 1\.50 was named; name one of each/ },
  })
  t.match(judge(['v1.52.1'], { releasesReach: '2020-01-01' }), { verdict: 'MISS' })
})

t.test('a minor all of whose clusters are outdated fails, whatever is missing', async (t) => {
  t.match(judge(['v1.52.1', 'v1.51.0']), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'cluster c1', actual: 'Kubernetes 1.51.0' }] },
  })
  t.match(judge(['v1.52.1', 'v1.51.0', 'v1.50.9', 'v1.51.5']), { verdict: 'PASS' })
})

t.test('data that knows no supported minor proves nothing', async (t) => {
  const message = /no minor that was supported on 2024-12-0\d/
  t.match(judge(['v1.52.1'], { now: '2024-12-09T00:00:00Z' }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message },
  })
  t.match(judge(['v1.49.0'], { now: '2024-12-10T00:00:00Z' }), { verdict: 'PASS' })
  t.match(judge(['v1.52.1'], { branches: [] }), { verdict: 'DNF' })
})

t.test('undecided where the best of a minor is, or where a newer minor may be out', async (t) => {
  const shown = ['v1.52.1', 'v1.51.4', 'v1.50.9']
  t.match(judge(shown, { cvesReach: '2020-01-01' }), {
    verdict: 'DNF',
    cause: { message: /^cluster c1: the CVE data ends/ },
  })
  t.match(judge(['v1.52.1', 'v1.51.6', 'v1.50.9'], { releasesReach: '2026-01-28' }), {
    verdict: 'DNF',
    cause: { message: /may not know the newest minor/ },
  })
  t.match(judge(['v1.52.1', 'v1.51.6', 'v1.50.9'], { releasesReach: '2026-01-29' }), { verdict: 'PASS' })
})
