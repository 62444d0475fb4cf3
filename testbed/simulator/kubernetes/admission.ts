import { record, text } from '../router.ts'
import type { Cluster } from './cluster.ts'
import type { Kind } from './kinds.ts'
import { records, strings, withMetadata, withStatus, type KubeObject } from './object.ts'
import { podSecurityViolations } from './pod-security.ts'
import { forbidden, invalid, notFound } from './status.ts'
import { admitClaim } from './volumes.ts'

export interface Admitted {
  readonly object: KubeObject
  /** goes into the header Warning */
  readonly warnings: readonly string[]
}

/** What an object becomes before it is kept, or why it is refused. */
export function admit(cluster: Cluster, kind: Kind, object: KubeObject): Admitted {
  const { name, namespace = '' } = object.metadata
  if (kind.namespaced) admitNamespace(cluster, kind, name, namespace)
  if (!valid(kind).test(name))
    throw invalid(kind, name, [
      'metadata.name',
      `Invalid value: "${name}": ${kind.kind === 'Namespace' ? rfc1123Label : rfc1123}`,
    ])
  if (kind.group === 'storage.k8s.io' && kind.kind === 'StorageClass')
    return { object: storageClass(object), warnings: [] }
  if (kind.group !== '') return { object, warnings: [] }
  switch (kind.kind) {
    case 'Namespace':
      return { object: newNamespace(object), warnings: [] }
    case 'Pod':
      return admitPod(cluster, kind, object)
    case 'PersistentVolumeClaim':
      requireClaim(kind, object)
      return { object: admitClaim(cluster, object), warnings: [] }
    default:
      return { object, warnings: [] }
  }
}

const rfc1123Label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

const rfc1123 =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?" +
  "(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

/** RBAC names may hold colons. */
function valid({ group }: Kind): RegExp {
  return group === 'rbac.authorization.k8s.io'
    ? /^[^/%]+$/
    : /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
}

function admitNamespace({ store, kind }: Cluster, of: Kind, name: string, namespace: string): void {
  const namespaces = kind('namespaces')
  const found = store.get(namespaces, '', namespace)
  if (!found) throw notFound(namespaces, namespace)
  if (!found.metadata.deletionTimestamp) return
  const message = `namespace ${namespace} is being terminated`
  const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]
  throw forbidden(of, name, `unable to create new content in namespace ${namespace} because it is being terminated`, {
    causes,
  })
}

function newNamespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name }
  return withStatus({ ...withMetadata(object, { labels }), spec: { finalizers: ['kubernetes'] } }, { phase: 'Active' })
}

function storageClass(object: KubeObject): KubeObject {
  return { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', ...object }
}

function admitPod({ store, kind, description }: Cluster, pods: Kind, pod: KubeObject): Admitted {
  const { name, namespace = '' } = pod.metadata
  const spec = record(pod, 'spec')
  const containers = records(spec['containers'])
  if (containers.length === 0) throw invalid(pods, name, ['spec.containers', 'Required value'])
  containers.forEach((container, index) => {
    if (!text(container['image'])) throw invalid(pods, name, [`spec.containers[${index}].image`, 'Required value'])
  })
  const serviceAccountName = text(spec['serviceAccountName'], 'default') || 'default'
  if (!store.get(kind('serviceaccounts'), namespace, serviceAccountName)) {
    const account = `error looking up service account ${namespace}/${serviceAccountName}`
    throw forbidden(pods, name, `${account}: serviceaccount "${serviceAccountName}" not found`)
  }
  const labels = store.get(kind('namespaces'), '', namespace)?.metadata.labels ?? {}
  const isEnforced = description.controlPlane.admissionPlugins.includes('PodSecurity')
  const level = (isEnforced && labels['pod-security.kubernetes.io/enforce']) || 'privileged'
  const violated = podSecurityViolations(pod, level)
  const version = labels['pod-security.kubernetes.io/enforce-version'] ?? 'latest'
  if (violated.length > 0)
    throw forbidden(pods, name, `violates PodSecurity "${level}:${version}": ${violated.join(', ')}`)
  const warned = (isEnforced && labels['pod-security.kubernetes.io/warn']) || 'privileged'
  const wouldViolate = podSecurityViolations(pod, warned)
  const object = withStatus(
    {
      ...pod,
      spec: {
        ...podDefaults,
        ...spec,
        tolerations: [...records(spec['tolerations']), ...nodeTrouble],
        serviceAccountName,
        serviceAccount: serviceAccountName,
        containers: containers.map((container) => ({
          ...containerDefaults,
          imagePullPolicy: pullPolicy(text(container['image'])),
          ...container,
        })),
      },
    },
    { phase: 'Pending', qosClass: 'BestEffort' },
  )
  const warning = `would violate PodSecurity "${warned}:latest": ${wouldViolate.join(', ')}`
  return { object, warnings: wouldViolate.length > 0 ? [warning] : [] }
}

/** For so long a pod stays on a node that has trouble. */
const nodeTrouble = ['not-ready', 'unreachable'].map((trouble) => ({
  key: `node.kubernetes.io/${trouble}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}))

const podDefaults = {
  priority: 0,
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
}
const containerDefaults = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
}

/** An image without a tag is the latest, and the latest is always pulled. */
function pullPolicy(image: string): string {
  const [, tag] = /:([^/:]+)$/.exec(image) ?? []
  return image.includes('@') || (tag && tag !== 'latest') ? 'IfNotPresent' : 'Always'
}

function requireClaim(claims: Kind, claim: KubeObject): void {
  const spec = record(claim, 'spec')
  const { name } = claim.metadata
  const problems: [string, string][] = []
  if (strings(spec['accessModes']).length === 0)
    problems.push(['spec.accessModes', 'Required value: at least 1 access mode is required'])
  if (!record(spec, 'resources', 'requests')['storage']) problems.push(['spec.resources[storage]', 'Required value'])
  if (problems.length > 0) throw invalid(claims, name, ...problems)
}
