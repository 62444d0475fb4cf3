import t from 'tap'
import { answer, learnOn } from '../../testbed/literal-kubernetes.ts'
import { controlPlane, type ControlPlane } from './control-plane.ts'

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
      {
        component: 'etcd',
        source: 'pod etcd-a',
        flags: {},
        unseen: 'is started by its image or a script, which cannot be seen',
      },
      {
        component: 'kube-apiserver',
        source: 'pod kube-apiserver-a',
        flags: {},
        unseen: 'is started by its image or a script, which cannot be seen',
      },
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

t.test(
  'flags that come from where the pod does not show them are told; those that are seen are all there is',
  async (t) => {
    const elsewhere = { configMapKeyRef: { name: 'c', key: 'k' } }
    const unseenIn = async (component: string, command: readonly string[], more: object = {}) => {
      const { learned } = await learnOn(controlPlane, { [pods]: { items: [pod('p', component, command, more)] } })
      const [process] = (learned as ControlPlane).processes
      return process?.unseen
    }
    for (const [command, more] of [
      [['etcd'], {}],
      [[], { args: ['--client-cert-auth'] }],
      [['/bin/sh', '-c', 'exec /usr/bin/etcd --name a'], {}],
      [['etcd', '--listen-client-urls=https://$(POD_IP):2379'], { env: [{ name: 'POD_IP', valueFrom: elsewhere }] }],
      [['etcd', '--client-cert-auth'], { env: [{ name: 'ETCD_CLIENT_CERT_AUTH', valueFrom: elsewhere }] }],
      [['etcd'], { env: [{ name: 'ETCD_NAME', valueFrom: elsewhere }] }],
    ] as const)
      t.equal(await unseenIn('etcd', command, more), undefined, command.join(' '))
    for (const [command, more, why] of [
      [[], {}, /image or a script/],
      [['/scripts/start.sh'], {}, /image or a script/],
      [
        ['etcd'],
        { env: [{ name: 'ETCD_CLIENT_CERT_AUTH', valueFrom: elsewhere }] },
        /takes ETCD_CLIENT_CERT_AUTH from/,
      ],
      [['etcd'], { envFrom: [{ configMapRef: { name: 'c' } }] }, /takes variables from elsewhere/],
      [['etcd', '--listen-client-urls=https://a:2379,$(MORE)'], {}, /--listen-client-urls=https:\/\/a:2379,\$\(MORE\)/],
      [['sh', '-c', 'etcd --client-cert-auth=$AUTH'], {}, /--client-cert-auth=\$AUTH/],
    ] as const)
      t.match(await unseenIn('etcd', command, more), why, command.join(' '))
    const variables = { envFrom: [{ configMapRef: { name: 'c' } }] }
    t.equal(await unseenIn('kube-apiserver', ['kube-apiserver'], variables), undefined, 'takes none from there')
  },
)

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
