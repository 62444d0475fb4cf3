import { fact, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { record, text, texts, wire } from '../../src/kubernetes/wire-words.ts'

/** A namespace with a pod security policy of at least Baseline, in whatever mode. */
export interface NamespacePolicy {
  readonly namespace: string
  /** `enforce: baseline` */
  readonly policies: readonly string[]
}

/** Namespaces whose labels ask for Baseline or Restricted, by name; without those that runs of ours have made. */
export const namespacePolicies: Fact<readonly NamespacePolicy[]> = fact({
  name: 'pod security labels of namespaces',
  needs: { kubernetes },
  cost: { reads: 1 },
  async load({ kubernetes }) {
    const namespaces = await kubernetes.list({ path: '/api/v1/namespaces' }, wireNamespace)
    return namespaces
      .filter(({ metadata }) => !metadata.name.startsWith('scs-conformance-'))
      .map(({ metadata: { name, labels = {} } }) => ({ namespace: name, policies: policiesIn(labels) }))
      .filter(({ policies }) => policies.length > 0)
      .toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1))
  },
})

function policiesIn(labels: Readonly<Record<string, string>>): readonly string[] {
  return ['enforce', 'warn', 'audit'].flatMap((mode) => {
    const level = labels[`pod-security.kubernetes.io/${mode}`]
    return level === 'baseline' || level === 'restricted' ? [`${mode}: ${level}`] : []
  })
}

const wireNamespace = wire<{
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
}>('namespace', record({ metadata: record({ name: text }, { labels: texts }) }))
