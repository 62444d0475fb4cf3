import { fact, type Fact } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { listOf, record, text, wire } from '../../src/kubernetes/wire-words.ts'

/** What a binding of RBAC gives to one subject. */
export interface Grant {
  /** `ClusterRoleBinding system:public-info-viewer`, `RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo` */
  readonly binding: string
  /** Where it holds; null: everywhere. */
  readonly namespace: string | null
  /** `Group system:unauthenticated` */
  readonly subject: string
  readonly rules: readonly Rule[]
}

/** rbac/v1, "PolicyRule". */
export interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

const api = '/apis/rbac.authorization.k8s.io/v1'
const strangers = new Set(['User system:anonymous', 'Group system:unauthenticated'])

/** What RBAC gives to those who have not said who they are. */
export const grantsToStrangers: Fact<readonly Grant[]> = fact({
  name: 'RBAC of unauthenticated users',
  needs: { kubernetes },
  cost: { reads: 6 },
  async load({ kubernetes }) {
    const lists = ['clusterrolebindings', 'rolebindings'].map((kind) =>
      kubernetes.list({ path: `${api}/${kind}` }, wireBinding),
    )
    const bindings = (await Promise.all(lists)).flat()
    const given = bindings.flatMap((binding) =>
      (binding.subjects ?? [])
        .map(({ kind, name }) => `${kind} ${name}`)
        .filter((subject) => strangers.has(subject))
        .map((subject) => ({ subject, binding })),
    )
    const grants = given.map(async ({ subject, binding: { metadata, roleRef } }): Promise<Grant> => {
      const { name, namespace } = metadata
      const rules = await rulesOf(kubernetes, roleRef, namespace)
      const binding = namespace ? `RoleBinding ${namespace}/${name}` : `ClusterRoleBinding ${name}`
      return { binding, namespace: namespace ?? null, subject, rules }
    })
    return Promise.all(grants)
  },
})

/** A role that is not there gives nothing. */
async function rulesOf(
  kubernetes: Kubernetes,
  role: { readonly kind: string; readonly name: string },
  namespace: string | undefined,
): Promise<readonly Rule[]> {
  const name = encodeURIComponent(role.name)
  const isLocal = role.kind === 'Role' && namespace !== undefined
  const path = isLocal ? `${api}/namespaces/${namespace}/roles/${name}` : `${api}/clusterroles/${name}`
  return (await kubernetes.read({ path, accept: [404] }, wireRole)).rules ?? []
}

/** rbac/v1, "ClusterRoleBinding", "RoleBinding", "ClusterRole", "Role". */
const named = record({ kind: text, name: text })
const wireBinding = wire<{
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[]
  readonly roleRef: { readonly kind: string; readonly name: string }
}>(
  'binding',
  record({ metadata: record({ name: text }, { namespace: text }), roleRef: named }, { subjects: listOf(named) }),
)
const texts = listOf(text)
const rule = record(
  { verbs: texts },
  { apiGroups: texts, resources: texts, resourceNames: texts, nonResourceURLs: texts },
)
const wireRole = wire<{ readonly rules?: readonly Rule[] | null }>(
  'role',
  record({}, { rules: { oneOf: [listOf(rule), { type: 'null' }] } }),
)
