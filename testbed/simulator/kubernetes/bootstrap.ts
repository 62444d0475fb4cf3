import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'
import type { KubeObject } from './object.ts'

type ShortRule =
  | readonly [verbs: readonly string[], apiGroups: readonly string[], resources: readonly string[]]
  | object

/** bootstrap.yaml as it is written. */
interface Bootstrap {
  readonly namespaces: readonly string[]
  readonly clusterRoles: Readonly<Record<string, readonly ShortRule[]>>
  readonly clusterRoleBindings: Readonly<Record<string, readonly string[]>>
  readonly priorityLevels: Readonly<Record<string, number>>
  readonly flowSchemas: Readonly<Record<string, readonly [level: string, precedence: number]>>
  readonly priorityClasses: Readonly<Record<string, number>>
}

/** The objects of a new cluster, without those that follow from a namespace. */
export function bootstrapObjects(): readonly KubeObject[] {
  const { namespaces, clusterRoles, clusterRoleBindings, ...rest } = parse(textOf('bootstrap.yaml')) as Bootstrap
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...Object.entries(clusterRoles).map(([name, rules]) => ({
      ...rbac('ClusterRole', name),
      rules: rules.map(ruleOf),
    })),
    ...Object.entries(clusterRoleBindings).map(([name, [role = '', ...subjects]]) => ({
      ...rbac('ClusterRoleBinding', name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      ...(subjects.length === 0 ? {} : { subjects: subjectsOf(subjects) }),
    })),
    ...fairness(rest),
    ...Object.entries(rest.priorityClasses).map(([name, value]) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      description: 'Used for system critical pods',
      preemptionPolicy: 'PreemptLowerPriority',
    })),
  ]
}

/** Users, rights and classes that testbed/kubernetes gives its real cluster: the contexts of the kubeconfig are the same. */
export function testbedObjects(): readonly KubeObject[] {
  const objects = parseAllDocuments(textOf('../../kubernetes/users.yaml')).map(
    (document) => document.toJS() as KubeObject,
  )
  return objects.filter(({ kind }) => kind !== 'StorageClass')
}

function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
}

function rbac(kind: string, name: string): KubeObject {
  const metadata = {
    name,
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  }
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata }
}

function ruleOf(rule: ShortRule): object {
  if (!Array.isArray(rule)) return rule
  const [verbs, apiGroups, resources] = rule
  return { verbs, apiGroups, resources }
}

/** Groups and users are named one after the other; only a service account has a namespace behind its name. */
function subjectsOf([kind, name, ...rest]: readonly string[]): object[] {
  if (kind === 'ServiceAccount') return [{ kind, name, namespace: rest[0] }]
  const subject = { kind, apiGroup: 'rbac.authorization.k8s.io', name }
  return [subject, ...(rest.length === 0 ? [] : subjectsOf(rest))]
}

function fairness({ priorityLevels, flowSchemas }: Pick<Bootstrap, 'priorityLevels' | 'flowSchemas'>): KubeObject[] {
  const apiVersion = 'flowcontrol.apiserver.k8s.io/v1'
  const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' }
  const levels = Object.entries(priorityLevels).map(([name, nominalConcurrencyShares]) => ({
    apiVersion,
    kind: 'PriorityLevelConfiguration',
    metadata: { name, annotations, generation: 1 },
    spec:
      name === 'exempt'
        ? { type: 'Exempt', exempt: { lendablePercent: 0, nominalConcurrencyShares } }
        : {
            type: 'Limited',
            limited: { lendablePercent: 0, limitResponse: { type: 'Queue' }, nominalConcurrencyShares },
          },
    status: {},
  }))
  const schemas = Object.entries(flowSchemas).map(([name, [level, matchingPrecedence]]) => ({
    apiVersion,
    kind: 'FlowSchema',
    metadata: { name, annotations, generation: 1 },
    spec: {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence,
      distinguisherMethod: { type: 'ByUser' },
      rules: [],
    },
    status: { conditions: [{ type: 'Dangling', status: 'False', reason: 'Found', lastTransitionTime: null }] },
  }))
  return [...levels, ...schemas]
}
