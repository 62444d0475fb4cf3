import { isRecord, text } from '../router.ts'
import { bootstrapObjects, testbedObjects } from './bootstrap.ts'
import { controlPlanePods } from './control-plane.ts'
import type { FullClusterDescription } from './description.ts'
import type { RbacKinds } from './authorize.ts'
import { builtinKinds, qualified, type Kind } from './kinds.ts'
import { nodeObjects } from './nodes.ts'
import { records, timestamp, type KubeObject } from './object.ts'
import { createStore, keyOf, type Store } from './store.ts'
import { storageClassObjects } from './volumes.ts'
import { createTokens, type Tokens } from './users.ts'

/** All state of one running simulator. */
export interface Cluster {
  readonly description: FullClusterDescription
  readonly store: Store
  readonly tokens: Tokens
  /** what is served now: built in, and declared by CustomResourceDefinitions */
  readonly kinds: () => readonly Kind[]
  /** A kind that is certainly there. */
  readonly kind: (plural: string) => Kind
  readonly rbac: RbacKinds
  readonly startedAt: string
  /** PEM of the authority that signs its certificates */
  readonly authority: string
  /** Resolves after so many milliseconds; never once the simulator has been stopped. */
  readonly later: (ms: number, act: () => void) => void
  /** continue tokens of an older revision have expired */
  compacted: number
}

export function createCluster(description: FullClusterDescription, authority: string, stopping: AbortSignal): Cluster {
  const store = createStore()
  const missing = new Set(description.without)
  const builtin = builtinKinds.filter((kind) => !missing.has(qualified(kind)))
  const kind = (name: string): Kind => kindNamed(builtinKinds, name)
  const definitions = kind('customresourcedefinitions.apiextensions.k8s.io')
  const timers = new Set<NodeJS.Timeout>()
  stopping.addEventListener('abort', () => timers.forEach((timer) => clearTimeout(timer)))
  const cluster: Cluster = {
    description,
    store,
    tokens: createTokens(),
    kinds: () => [...builtin, ...store.list(definitions).flatMap(declared)],
    kind,
    rbac: {
      clusterRoles: kind('clusterroles.rbac.authorization.k8s.io'),
      clusterRoleBindings: kind('clusterrolebindings.rbac.authorization.k8s.io'),
      roles: kind('roles.rbac.authorization.k8s.io'),
      roleBindings: kind('rolebindings.rbac.authorization.k8s.io'),
    },
    startedAt: timestamp(),
    authority,
    later(ms, act) {
      if (stopping.aborted) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        act()
      }, ms)
      timers.add(timer)
    },
    compacted: 0,
  }
  seed(cluster, missing)
  return cluster
}

function seed({ description, store, kinds, authority }: Cluster, missing: ReadonlySet<string>): void {
  const definitions = description.customResources.map(definitionOf)
  const nodes = nodeObjects(description)
  const objects = [
    ...definitions,
    ...bootstrapObjects(),
    ...testbedObjects(),
    ...nodes,
    ...controlPlanePods(description, nodes),
    authenticationOf(authority),
    ...storageClassObjects(description),
    ...(description.objects as readonly KubeObject[]),
  ]
  for (const object of objects.flatMap((one) => withCompanions(one, authority))) {
    const kind = kinds().find(
      (one) =>
        one.kind === object.kind && object.apiVersion.endsWith(`${one.version}`) && groupOf(object) === one.group,
    )
    if (!kind) continue
    const { name, namespace = kind.namespaced ? 'default' : '' } = object.metadata
    if (missing.has(`${qualified(kind)}/${keyOf(namespace, name)}`)) continue
    const old = store.get(kind, namespace, name)
    store.put(kind, { ...old, ...object, metadata: { ...object.metadata, ...(namespace === '' ? {} : { namespace }) } })
  }
}

function groupOf({ apiVersion }: Pick<KubeObject, 'apiVersion'>): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
}

/** What controllers make beside it: a namespace has a service account and the authority's certificate. */
function withCompanions(object: KubeObject, authority: string): readonly KubeObject[] {
  if (object.kind !== 'Namespace' || object.apiVersion !== 'v1') return [object]
  const { name, labels } = object.metadata
  const metadata = { ...object.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } }
  const namespace = { ...object, metadata, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
  return [namespace, ...companionsOf(name, authority)]
}

/** What extension API servers read: how clients are known. */
function authenticationOf(authority: string): KubeObject {
  const metadata = { name: 'extension-apiserver-authentication', namespace: 'kube-system' }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'client-ca-file': authority } }
}

export function companionsOf(namespace: string, authority: string): readonly KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace },
      data: { 'ca.crt': authority },
    },
  ]
}

function kindNamed(kinds: readonly Kind[], name: string): Kind {
  const found = kinds.find((kind) => qualified(kind) === name)
  if (!found) throw new Error(`there is no kind ${name}`)
  return found
}

/** The kinds that a CustomResourceDefinition declares. */
function declared({ spec }: KubeObject): readonly Kind[] {
  if (!isRecord(spec) || !isRecord(spec['names'])) return []
  const { names } = spec
  const kind = {
    group: text(spec['group']),
    plural: text(names['plural']),
    singular: text(names['singular'], text(names['kind']).toLowerCase()),
    kind: text(names['kind']),
    namespaced: spec['scope'] === 'Namespaced',
    custom: true as const,
  }
  return records(spec['versions'])
    .filter((version) => version['served'] === true)
    .map((version) => ({
      ...kind,
      version: text(version['name']),
      subresources: isRecord(version['subresources']) && isRecord(version['subresources']['status']) ? ['status'] : [],
    }))
}

function definitionOf({
  group,
  version,
  kind,
  plural,
  namespaced,
}: FullClusterDescription['customResources'][number]): KubeObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
    status: { conditions: [{ type: 'Established', status: 'True', reason: 'InitialNamesAccepted' }] },
  }
}
