import t from 'tap'
import { fakeKubernetes, type Answers } from '../../testbed/fake-kubernetes.ts'
import { ProbeError } from '../fact.ts'
import { readClusterApi } from './cluster-api.ts'

const group = (version: string) => ({ preferredVersion: { version } })
const metadata = (name: string, labels = {}) => ({ name, namespace: 'ns', labels })
const controlPlane = { 'cluster.x-k8s.io/control-plane': '' }
const infrastructureRef = (name: string, kind = 'OpenStackMachine') => ({ kind, name })

const small: Answers = {
  '/apis/cluster.x-k8s.io': group('v1beta2'),
  '/apis/cluster.x-k8s.io/v1beta2/machines': [
    {
      metadata: metadata('b', controlPlane),
      spec: {
        clusterName: 'c',
        providerID: 'openstack:///1',
        failureDomain: 'wish',
        infrastructureRef: infrastructureRef('b'),
      },
      status: { nodeRef: { name: 'node-b' }, failureDomain: 'az1' },
    },
    { metadata: metadata('a'), spec: { clusterName: 'c', infrastructureRef: infrastructureRef('a-infra') } },
  ],
}

t.test('machines by name, in the version that the cluster prefers', async (t) => {
  const { machines, kubeadmControlPlanes } = await readClusterApi(fakeKubernetes(small))
  t.same(machines, [
    {
      namespace: 'ns',
      name: 'a',
      cluster: 'c',
      isControlPlane: false,
      nodeName: null,
      providerId: null,
      failureDomain: null,
      infrastructure: 'OpenStackMachine',
    },
    {
      namespace: 'ns',
      name: 'b',
      cluster: 'c',
      isControlPlane: true,
      nodeName: 'node-b',
      providerId: 'openstack:///1',
      failureDomain: 'az1',
      infrastructure: 'OpenStackMachine',
    },
  ])
  t.same(kubeadmControlPlanes, [])
})

t.test('a provider id that only the OpenStackMachine has, in either way', async (t) => {
  const infrastructure = (one: object) => ({
    ...small,
    '/apis/infrastructure.cluster.x-k8s.io': group('v1beta1'),
    '/apis/infrastructure.cluster.x-k8s.io/v1beta1/openstackmachines': [{ metadata: metadata('a-infra'), ...one }],
  })
  for (const one of [
    { spec: { providerID: 'openstack:///2' } },
    { status: { instanceID: '2' } },
    { spec: { instanceID: '2' } },
  ]) {
    const { machines } = await readClusterApi(fakeKubernetes(infrastructure(one)))
    t.match(machines, [{ name: 'a', providerId: 'openstack:///2' }, { name: 'b' }])
  }
})

t.test('how large kubeadm control planes are to be', async (t) => {
  const { kubeadmControlPlanes } = await readClusterApi(
    fakeKubernetes({
      ...small,
      '/apis/controlplane.cluster.x-k8s.io': group('v1beta1'),
      '/apis/controlplane.cluster.x-k8s.io/v1beta1/kubeadmcontrolplanes': [
        { metadata: metadata('kcp', { 'cluster.x-k8s.io/cluster-name': 'c' }), spec: { replicas: 3 } },
      ],
    }),
  )
  t.same(kubeadmControlPlanes, [{ namespace: 'ns', name: 'kcp', cluster: 'c', replicas: 3 }])
})

t.test('no Cluster API, no right to see it, nothing that makes sense', async (t) => {
  await t.rejects(readClusterApi(fakeKubernetes({})), { message: /fake has no Cluster API; name the kubeconfig/ })
  const path = '/apis/cluster.x-k8s.io/v1beta2/machines'
  const refused = new ProbeError('forbidden', 'no')
  await t.rejects(readClusterApi(fakeKubernetes({ ...small, [path]: refused })), refused)
  await t.rejects(readClusterApi(fakeKubernetes({ '/apis/cluster.x-k8s.io': {} })), { message: /preferredVersion/ })
  await t.rejects(readClusterApi(fakeKubernetes({ ...small, [path]: [{ metadata: {} }] })), { message: /machine/ })
})
