import { StatusError, type Answer, type Call, type Kubernetes } from '../src/kubernetes/client.ts'

type Item = Record<string, unknown> & { metadata: Record<string, unknown> & { name: string } }

/** Kinds of Cluster API that a management cluster has, by API group and version. */
const kinds: Readonly<Record<string, readonly (readonly [kind: string, plural: string, namespaced?: false])[]>> = {
  '/api/v1': [
    ['Secret', 'secrets'],
    ['Namespace', 'namespaces', false],
  ],
  '/apis/cluster.x-k8s.io/v1beta2': [
    ['Cluster', 'clusters'],
    ['Machine', 'machines'],
    ['MachineDeployment', 'machinedeployments'],
  ],
  '/apis/cluster.x-k8s.io/v1beta1': [
    ['Cluster', 'clusters'],
    ['Machine', 'machines'],
    ['MachineDeployment', 'machinedeployments'],
  ],
  '/apis/infrastructure.cluster.x-k8s.io/v1beta1': [['OpenStackCluster', 'openstackclusters']],
  '/apis/clusterstack.x-k8s.io/v1alpha1': [['ClusterStackRelease', 'clusterstackreleases']],
}

export interface ManagementCluster {
  readonly kubernetes: Kubernetes
  /** Objects by their path. */
  readonly objects: Map<string, Item>
  /** Method and path of all that was written, in order. */
  readonly writes: readonly string[]
}

/** A management cluster in memory. `onWrite` plays its controllers. */
export function managementCluster(
  onWrite: (method: string, path: string, objects: Map<string, Item>) => void = () => {},
  versions: readonly string[] = ['v1beta2', 'v1beta1'],
): ManagementCluster {
  const objects = new Map<string, Item>()
  const writes: string[] = []

  function answer({ method = 'GET', path, body, accept = [] }: Call): Answer {
    const refuse = (status: number): Answer => {
      if (accept.includes(status)) return { status, headers: {}, body: null }
      throw new StatusError('dependency', `${method} ${path} was answered with ${status}`, status, '')
    }
    if (path === '/apis/cluster.x-k8s.io') {
      const group = { versions: versions.map((version) => ({ version })) }
      return versions.length > 0 ? { status: 200, headers: {}, body: group } : refuse(404)
    }
    const resources = kinds[path]?.map(([kind, name, namespaced = true]) => ({ kind, name, namespaced }))
    if (resources) return { status: 200, headers: {}, body: { resources } }
    if (method !== 'GET') writes.push(`${method} ${path}`)
    if (method === 'PATCH') objects.set(path, { ...objects.get(path), ...(body as Item) })
    else if (!objects.has(path)) return refuse(404)
    if (method === 'DELETE') objects.delete(path)
    if (method !== 'GET') onWrite(method, path, objects)
    return { status: 200, headers: {}, body: objects.get(path) ?? null }
  }

  const kubernetes: Kubernetes = {
    context: 'management',
    server: 'https://management.test:6443',
    send: async (call) => Promise.resolve(answer(call)),
    read: async <T>(call: Call) => Promise.resolve(answer(call).body as T), // the real client's tests cover the checking
    async list<T>({ path }: Call) {
      const below = [...objects].filter(([key]) => key.startsWith(`${path}/`))
      return Promise.resolve(below.map(([, item]) => item as T))
    },
    stream: () => Promise.reject(new Error('a management cluster streams nothing here')),
    anonymous: () => Promise.reject(new Error('nobody asks a management cluster anonymously')),
  }
  return { kubernetes, objects, writes }
}
