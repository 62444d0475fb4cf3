import t from 'tap'
import { judge } from '../../src/engine.ts'
import { factStore } from '../../src/fact-store.ts'
import { ProbeError, referenceTime, type Fact } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { kubernetes, otherClusters } from '../../src/kubernetes/facts.ts'
import { openReferenceData, referenceData } from '../../src/reference-data.ts'
import { folder } from '../../testbed/cli.ts'
import { suite } from './index.ts'

/** A cluster that tells its version, and one node; undefined: it does not answer. */
function cluster(context: string, gitVersion: string | undefined): Kubernetes {
  const answer = (what: unknown) =>
    gitVersion === undefined
      ? Promise.reject(new ProbeError('unreachable', `${context} does not answer`))
      : Promise.resolve(what)
  const node = { metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: gitVersion ?? '' } } }
  return { context, read: () => answer({ gitVersion }), list: () => answer([node]) } as unknown as Kubernetes
}

async function storeOf(...versions: readonly (string | undefined)[]) {
  const [first, ...others] = versions.map((version, index) => cluster(`c${index}`, version))
  const data = await openReferenceData({
    environment: { XDG_DATA_HOME: folder() },
    now: new Date(),
  })
  const given = new Map<Fact, unknown>([
    [kubernetes, first],
    [otherClusters, others],
    [referenceData, data],
    [referenceTime, new Date().toISOString()],
  ])
  return factStore({ given, signal: new AbortController().signal, timeoutMs: 5000, concurrency: 4 })
}

t.test(
  'what is judged is plain JSON with the data it was judged by: read back, it gives the same findings',
  async (t) => {
    const store = await storeOf('v1.37.2', 'v1.36.6', 'v1.35.10')
    for (const check of suite.checks) {
      const facts = await store.learnAll(check.needs)
      const readBack = JSON.parse(JSON.stringify(facts)) as typeof facts
      t.same(readBack, facts, check.id)
      t.same(judge(check, readBack), judge(check, facts), check.id)
      if ('kubernetesReleases' in facts)
        t.match(judge(check, facts).finding.notes?.join(' '), /sha256:[0-9a-f]{64}/, check.id)
    }
  },
)

t.test('a cluster that does not answer decides nothing', async (t) => {
  const store = await storeOf('v1.37.2', undefined)
  const [, supportedMinors] = suite.checks
  await t.rejects(store.learnAll(supportedMinors?.needs ?? {}), /c1 does not answer/)
})
