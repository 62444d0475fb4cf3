import t from 'tap'
import { StatusError, type Call, type Kubernetes } from './client.ts'
import { findByName, isClusters, rankOf } from './sweep.ts'

const run = 'scs-conformance-1f2e3d4c'

/** A cluster with these names in its collections. */
function clusterWith(listings: Readonly<Record<string, readonly string[] | number>>): Kubernetes {
  return {
    context: 'c',
    server: 'https://c.test',
    send: () => Promise.reject(new Error('not needed')),
    read: () => Promise.reject(new Error('not needed')),
    list<T>({ path }: Call) {
      const listing = listings[path] ?? []
      if (typeof listing === 'number') {
        return Promise.reject(new StatusError('forbidden', `GET ${path} was answered with ${listing}`, listing, ''))
      }
      const items = listing.map((name) => ({
        metadata: path.endsWith('/clusters') ? { name, namespace: 'org' } : { name },
      }))
      return Promise.resolve(items as T[])
    },
    stream: () => Promise.reject(new Error('not needed')),
    anonymous: () => Promise.reject(new Error('not needed')),
  }
}

t.test('finds what bears the name of a run, each once, and nothing like it', async (t) => {
  const { found, unseen } = await findByName(
    clusterWith({
      '/apis/cluster.x-k8s.io/v1beta2/clusters': [`${run}-k1-36`, `${run}`, 'mine'],
      '/apis/cluster.x-k8s.io/v1beta1/clusters': [`${run}-k1-36`],
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings': [`${run}-e2e`, 'cluster-admin'],
      '/api/v1/namespaces': [`${run}-e2e`, 'default', 'scs-conformance', 'scs-conformance-test-1'],
    }),
  )
  t.same(
    found.map(({ kind, path, name }) => [kind, path, name]),
    [
      ['Cluster', '/apis/cluster.x-k8s.io/v1beta2/namespaces/org/clusters', `${run}-k1-36`],
      ['ClusterRoleBinding', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', `${run}-e2e`],
      ['Namespace', '/api/v1/namespaces', `${run}-e2e`],
    ],
  )
  t.same(unseen, [])
})

t.test('what cannot be listed is told; kinds that the cluster does not have are not', async (t) => {
  const { unseen } = await findByName(
    clusterWith({
      '/apis/cluster.x-k8s.io/v1beta2/clusters': 404,
      '/apis/cluster.x-k8s.io/v1beta1/clusters': 404,
      '/api/v1/namespaces': 403,
    }),
  )
  t.same(unseen, ['Namespaces could not be looked for: GET /api/v1/namespaces was answered with 403'])
})

t.test('clusters go first, namespaces last', (t) => {
  const cluster = '/apis/cluster.x-k8s.io/v1beta1/namespaces/org/clusters'
  const order = ['/api/v1/namespaces', '/api/v1/namespaces/x/pods', cluster].toSorted((a, b) => rankOf(a) - rankOf(b))
  t.same(order, [cluster, '/api/v1/namespaces/x/pods', '/api/v1/namespaces'])
  t.ok(isClusters(cluster))
  t.notOk(isClusters('/apis/infrastructure.cluster.x-k8s.io/v1beta1/namespaces/org/openstackclusters'))
  t.end()
})
