import t from 'tap'
import { nodeBinding } from './node-binding.ts'
import { volumeOf, type WireVolume } from './volume.ts'

/** Reads a volume as the API server gives it. */
function bindingOf(source: object, terms?: readonly object[], annotations?: Record<string, string>) {
  const nodeAffinity = terms ? { nodeAffinity: { required: { nodeSelectorTerms: terms } } } : {}
  const spec = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, ...source, ...nodeAffinity }
  return nodeBinding(volumeOf({ metadata: { name: 'v', ...(annotations ? { annotations } : {}) }, spec } as WireVolume))
}
const term = (key: string, ...values: readonly string[]) => ({ matchExpressions: [{ key, operator: 'In', values }] })
const csi = { csi: { driver: 'cinder.csi.openstack.org' } }

t.test('storage in the network', async (t) => {
  t.match(bindingOf(csi), { bound: false, reach: 'all nodes' })
  t.match(bindingOf({ nfs: { server: 's' } }), { bound: false })
  const zone = 'topology.cinder.csi.openstack.org/zone'
  t.match(bindingOf(csi, [term(zone, 'nova')]), { bound: false, reach: `all nodes of one ${zone}` })
})

t.test('a path on the node, as local-path, the host-path provisioner and local volumes have it', async (t) => {
  t.match(bindingOf({ hostPath: { path: '/x' } }, [term('kubernetes.io/hostname', 'n1')]), {
    bound: true,
    by: /^hostPath/,
  })
  t.match(bindingOf({ local: { path: '/x' } }), { bound: true, by: /^local/ })
})

t.test('one named node binds, copies on several do not', async (t) => {
  for (const key of ['kubernetes.io/hostname', 'topology.topolvm.io/node', 'openebs.io/nodename']) {
    t.match(bindingOf(csi, [term(key, 'n1')]), { bound: true, by: 'it can be used on the node n1 only' }, key)
    t.match(bindingOf(csi, [term(key, 'n1', 'n2')]), { bound: false, reach: '2 nodes' })
    t.match(bindingOf(csi, [term(key, 'n1'), term(key, 'n2')]), { bound: false, reach: '2 nodes' })
  }
  const field = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }
  t.match(bindingOf(csi, [field]), { bound: true })
  t.match(bindingOf(csi, [{ ...field, ...term('topology.kubernetes.io/zone', 'z') }]), { bound: true })
  const others = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['n1'] }] }
  t.match(bindingOf(csi, [others]), { bound: null })
})

t.test('what does not tell', async (t) => {
  t.match(bindingOf(csi, [term('example.com/pool', 'a')]), { bound: null, why: /example.com\/pool/ })
  t.match(bindingOf({ csi: { driver: 'hostpath.csi.k8s.io' } }), { bound: null, why: /does not say so/ })
  t.match(bindingOf({ flexVolume: {} }, undefined, { 'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path' }), {
    bound: null,
  })
  t.match(bindingOf(csi, [term('kubernetes.io/hostname')]), { bound: null, why: /hostname/ }, 'names no node at all')
  t.match(bindingOf({}), { bound: null, why: /no source/ })
})
