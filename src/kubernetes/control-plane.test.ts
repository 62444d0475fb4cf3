import t from 'tap'
import { answer, learnOn } from '../../testbed/literal-kubernetes.ts'
import { controlPlane } from './control-plane.ts'

const pods = 'GET /api/v1/namespaces/kube-system/pods'
const pod = (name: string, component: string, command: readonly string[], more: object = {}) => ({
  metadata: { name, labels: { component, tier: 'control-plane' } },
  spec: {
    containers: [
      { name: 'sidecar', image: 'x' },
      { name: component, command, ...more },
    ],
  },
})
const page = 'apiserver flagz\netcd-servers=[https://e:2379]\nauthorization-mode=[Node,RBAC]\noidc-client-id=secret\n'
const nothing = { items: [] }
const none = { 'kube-apiserver': [], etcd: [] }

t.test('pods of a kubeadm cluster: flags, and variables of etcd', async (t) => {
  const etcd = pod('etcd-b', 'etcd', ['etcd', '--client-cert-auth=true'], {
    env: [{ name: 'ETCD_AUTO_COMPACTION_RETENTION', value: '8h' }, { name: 'POD_IP' }],
  })
  const server = pod('kube-apiserver-a', 'kube-apiserver', [
    'kube-apiserver',
    '--authorization-mode=Node,RBAC',
    '--x=y',
  ])
  const { learned } = await learnOn(controlPlane, { [pods]: { items: [server, etcd] } })
  t.same(learned, {
    processes: [
      {
        component: 'etcd',
        source: 'pod etcd-b',
        flags: { 'client-cert-auth': 'true', 'auto-compaction-retention': '8h' },
      },
      { component: 'kube-apiserver', source: 'pod kube-apiserver-a', flags: { 'authorization-mode': 'Node,RBAC' } },
    ],
    forbidden: none,
  })
})

t.test('a pod that shows none of the flags: they are elsewhere, not at their defaults', async (t) => {
  const wrapped = pod('kube-apiserver-a', 'kube-apiserver', ['/bin/sh', '-c', '/start kube-apiserver'])
  const image = pod('etcd-a', 'etcd', [])
  const { learned } = await learnOn(controlPlane, { [pods]: { items: [wrapped, image] } })
  t.match(learned, {
    processes: [
      { component: 'etcd', source: 'pod etcd-a', flags: null },
      { component: 'kube-apiserver', source: 'pod kube-apiserver-a', flags: null },
    ],
  })
})

t.test('/flagz, where no pod is seen', async (t) => {
  const { learned } = await learnOn(controlPlane, { [pods]: nothing, 'GET /flagz': page })
  t.same(learned, {
    processes: [
      {
        component: 'kube-apiserver',
        source: '/flagz',
        flags: { 'etcd-servers': 'https://e:2379', 'authorization-mode': 'Node,RBAC' },
      },
    ],
    forbidden: none,
  })
  t.match(await learnOn(controlPlane, { [pods]: nothing, 'GET /flagz': 'another form' }), {
    learned: { processes: [] },
  })
})

t.test('neither, and not allowed', async (t) => {
  t.same((await learnOn(controlPlane, { [pods]: nothing })).learned, { processes: [], forbidden: none })
  const no = answer(403, { message: 'no' })
  t.match((await learnOn(controlPlane, { [pods]: no, 'GET /flagz': no })).learned, {
    processes: [],
    forbidden: { 'kube-apiserver': [/pods/, /flagz/], etcd: [/pods/] },
  })
})

t.test('a cluster that does not answer, or with something else', async (t) => {
  t.match((await learnOn(controlPlane, { [pods]: 503 })).learned, { kind: 'unreachable' })
  const { learned } = await learnOn(controlPlane, { [pods]: { items: [{ metadata: { name: 'x' } }] } })
  t.match(learned, { kind: 'malformed' })
})
