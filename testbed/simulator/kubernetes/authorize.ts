import { isRecord, text } from '../router.ts'
import type { Kind } from './kinds.ts'
import { records, strings, type KubeObject } from './object.ts'
import type { Store } from './store.ts'
import type { User } from './users.ts'

/** What somebody wants to do; with a path it is about what is no resource. */
export interface Attributes {
  readonly verb: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  readonly path?: string
}

export interface Permission {
  readonly allowed: boolean
  readonly reason: string
}

interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

export interface RbacKinds {
  readonly clusterRoles: Kind
  readonly clusterRoleBindings: Kind
  readonly roles: Kind
  readonly roleBindings: Kind
}

/** Role-based access control: what a role that is bound to the user allows. */
export function permission(store: Store, kinds: RbacKinds, user: User, wanted: Attributes): Permission {
  if (user.groups.includes('system:masters')) return { allowed: true, reason: '' }
  for (const { binding, subject, rules } of bound(store, kinds, user, wanted.namespace ?? '')) {
    if (rules.some((rule) => covers(rule, wanted))) return { allowed: true, reason: reasonOf(binding, subject) }
  }
  return { allowed: false, reason: nodeReason(user, wanted) }
}

/** What the Node authorizer says of a node that wants something that none of its pods uses. */
function nodeReason({ username, groups }: User, { resource }: Attributes): string {
  const [, node] = /^system:node:(.+)$/.exec(username) ?? []
  const guarded = ['secrets', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes'].includes(resource ?? '')
  return node && groups.includes('system:nodes') && guarded
    ? `no relationship found between node '${node}' and this object`
    : ''
}

/** All rules that hold for a user in a namespace. */
export function rulesOf(store: Store, kinds: RbacKinds, user: User, namespace: string): readonly Rule[] {
  return bound(store, kinds, user, namespace).flatMap(({ rules }) => rules)
}

interface Bound {
  readonly binding: KubeObject
  /** by whom the user is meant */
  readonly subject: Record<string, unknown>
  readonly rules: readonly Rule[]
}

function bound(store: Store, kinds: RbacKinds, user: User, namespace: string): readonly Bound[] {
  const bindings = [
    ...store.list(kinds.clusterRoleBindings),
    ...(namespace === '' ? [] : store.list(kinds.roleBindings, namespace)),
  ]
  return bindings.flatMap((binding) => {
    const subject = records(binding['subjects']).find((one) => means(one, user))
    return subject ? [{ binding, subject, rules: rulesBehind(store, kinds, binding) }] : []
  })
}

function means({ kind, name, namespace }: Record<string, unknown>, user: User): boolean {
  if (kind === 'Group') return user.groups.includes(text(name))
  if (kind === 'ServiceAccount') return user.username === `system:serviceaccount:${text(namespace)}:${text(name)}`
  return user.username === name
}

function rulesBehind(store: Store, kinds: RbacKinds, { roleRef, metadata }: KubeObject): readonly Rule[] {
  if (!isRecord(roleRef)) return []
  const isCluster = roleRef['kind'] === 'ClusterRole'
  const namespace = isCluster ? '' : (metadata.namespace ?? '')
  const role = store.get(isCluster ? kinds.clusterRoles : kinds.roles, namespace, text(roleRef['name']))
  return records(role?.['rules']).map((rule) => ({
    verbs: strings(rule['verbs']),
    apiGroups: strings(rule['apiGroups']),
    resources: strings(rule['resources']),
    resourceNames: strings(rule['resourceNames']),
    nonResourceURLs: strings(rule['nonResourceURLs']),
  }))
}

function covers(rule: Rule, { verb, group = '', resource = '', subresource, name = '', path }: Attributes): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(verb)) return false
  if (path !== undefined)
    return rule.nonResourceURLs.some((url) => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))))
  const whole = subresource ? `${resource}/${subresource}` : resource
  return (
    (rule.apiGroups.includes('*') || rule.apiGroups.includes(group)) &&
    rule.resources.some((one) => one === '*' || one === whole || (subresource && one === `*/${subresource}`)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  )
}

function reasonOf({ kind, metadata, roleRef }: KubeObject, subject: Record<string, unknown>): string {
  const role = isRecord(roleRef) ? `${text(roleRef['kind'])} "${text(roleRef['name'])}"` : ''
  const name = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name
  const who = subject['namespace'] ? `${text(subject['name'])}/${text(subject['namespace'])}` : text(subject['name'])
  return `RBAC: allowed by ${kind} "${name}" of ${role} to ${text(subject['kind'])} "${who}"`
}

/** As a refusal says it: `User "x" cannot list resource "nodes" in API group "" at the cluster scope`. */
export function refusal(user: User, { verb, group, resource, subresource, namespace, path }: Attributes): string {
  const who = `User "${user.username}" cannot ${verb}`
  if (path !== undefined) return `${who} path "${path}"`
  const what = `${resource}${subresource ? `/${subresource}` : ''}`
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
  return `${who} resource "${what}" in API group "${group}" ${where}`
}
