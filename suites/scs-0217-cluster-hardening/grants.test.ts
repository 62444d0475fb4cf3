import t from 'tap'
import { learnOn } from '../../testbed/literal-kubernetes.ts'
import { grantsToStrangers } from './grants.ts'

const api = '/apis/rbac.authorization.k8s.io/v1'
const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] }
const strangers = { kind: 'Group', name: 'system:unauthenticated', apiGroup: 'rbac.authorization.k8s.io' }
const members = { ...strangers, name: 'system:authenticated' }
const binding = (name: string, kind: string, subjects: readonly object[], namespace?: string) => ({
  metadata: { name, ...(namespace ? { namespace } : {}) },
  roleRef: { kind, name: `role:${name}`, apiGroup: 'rbac.authorization.k8s.io' },
  subjects,
})
const lists = (clusterWide: readonly object[], local: readonly object[]) => ({
  [`GET ${api}/clusterrolebindings`]: { items: clusterWide },
  [`GET ${api}/rolebindings`]: { items: local },
})

t.test('bindings for strangers, with what their roles allow, wherever those are', async (t) => {
  const anonymous = { ...strangers, kind: 'User', name: 'system:anonymous' }
  const { learned, calls } = await learnOn(grantsToStrangers, {
    ...lists(
      [binding('a', 'ClusterRole', [members, strangers]), binding('other', 'ClusterRole', [members])],
      [binding('b', 'Role', [anonymous], 'ns'), binding('c', 'ClusterRole', [anonymous], 'ns')],
    ),
    [`GET ${api}/clusterroles/role%3Aa`]: { rules: [rule] },
    [`GET ${api}/namespaces/ns/roles/role%3Ab`]: { rules: null },
  })
  const cluster = { namespace: null, subject: 'Group system:unauthenticated' }
  const local = { namespace: 'ns', subject: 'User system:anonymous', rules: [] }
  t.same(learned, [
    { ...cluster, binding: 'ClusterRoleBinding a', rules: [rule] },
    { ...local, binding: 'RoleBinding ns/b' },
    { ...local, binding: 'RoleBinding ns/c' },
  ])
  t.notOk(calls.some((call) => call.includes('other')))
})

t.test('no bindings, no rights to see them, a role that cannot be read', async (t) => {
  const empty = { metadata: { name: 'x' }, roleRef: { kind: 'ClusterRole', name: 'y' } }
  t.same((await learnOn(grantsToStrangers, lists([empty], []))).learned, [])
  t.match((await learnOn(grantsToStrangers, {})).learned, { kind: 'dependency' })
  const forbidden = {
    ...lists([binding('a', 'ClusterRole', [strangers])], []),
    [`GET ${api}/clusterroles/role%3Aa`]: 403,
  }
  t.match((await learnOn(grantsToStrangers, forbidden)).learned, { kind: 'forbidden' })
})
