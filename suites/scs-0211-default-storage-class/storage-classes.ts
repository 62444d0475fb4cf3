import { fact, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { byName } from '../../src/kubernetes/resources.ts'
import { record, text, texts, wire } from '../../src/kubernetes/wire-words.ts'

/** StorageClass (API reference: storage/v1, "StorageClass"). */
export interface StorageClass {
  readonly name: string
  readonly provisioner: string
  /** Marked by the annotation that the standard names. */
  readonly isDefault: boolean
  /** Marked by the annotation that it had until Kubernetes 1.6, which Kubernetes still obeys. */
  readonly isDefaultByBeta: boolean
}

/** All storage classes, by name. */
export const storageClasses: Fact<readonly StorageClass[]> = fact({
  name: 'storage classes',
  needs: { kubernetes },
  cost: { reads: 1 },
  async load({ kubernetes }) {
    const classes = await kubernetes.list({ path: '/apis/storage.k8s.io/v1/storageclasses' }, wireClass)
    return classes
      .map(({ metadata: { name, annotations = {} }, provisioner }) => ({
        name,
        provisioner,
        isDefault: annotations['storageclass.kubernetes.io/is-default-class'] === 'true',
        isDefaultByBeta: annotations['storageclass.beta.kubernetes.io/is-default-class'] === 'true',
      }))
      .toSorted(byName)
  },
})

const wireClass = wire<{
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly provisioner: string
}>('storage class', record({ metadata: record({ name: text }, { annotations: texts }), provisioner: text }))
