import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { Component } from '../../src/kubernetes/control-plane.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { hidden, notAllSeen, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { etcdTls } from './etcd-tls.ts'

const server: Flags = { 'etcd-servers': 'https://127.0.0.1:2379' }
const etcd: Flags = {
  'listen-client-urls': 'https://127.0.0.1:2379,https://10.0.0.1:2379',
  'advertise-client-urls': 'https://10.0.0.1:2379',
  'listen-peer-urls': 'https://10.0.0.1:2380',
  'initial-advertise-peer-urls': 'https://10.0.0.1:2380',
}
const judge = (...processes: readonly (readonly [Component, Flags | null])[]) =>
  verdictOf(etcdTls, { controlPlane: started(...processes) })

t.test('https on both sides', async (t) => {
  t.match(judge(['kube-apiserver', server], ['etcd', etcd]), {
    verdict: 'PASS',
    finding: { notes: [/machines of its own/] },
  })
})

t.test('http anywhere, also on loopback, also by default', async (t) => {
  t.match(judge(['kube-apiserver', { 'etcd-servers': 'http://127.0.0.1:2379' }]), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: /kube-apiserver/, actual: '--etcd-servers=http://127.0.0.1:2379' }] },
  })
  const mixed = { ...etcd, 'listen-client-urls': 'https://10.0.0.1:2379,http://127.0.0.1:2379' }
  t.equal(judge(['kube-apiserver', server], ['etcd', mixed]).finding.violations.length, 1)
  const { 'listen-peer-urls': _, ...open } = etcd
  t.match(judge(['kube-apiserver', server], ['etcd', open]), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /localhost:2380/ }] },
  })
})

t.test('only one side seen, or a file', async (t) => {
  t.match(judge(['kube-apiserver', server]), { verdict: 'MISS', cause: { kind: 'manual', message: /etcd/ } })
  t.match(judge(['etcd', etcd]), { verdict: 'MISS', cause: { message: /kube-apiserver/ } })
  t.equal(judge(['kube-apiserver', server], ['etcd', { 'config-file': '/f' }]).verdict, 'MISS')
  t.equal(judge(['kube-apiserver', server], ['etcd', null]).verdict, 'MISS', 'it may be told so in another way')
  t.match(judge(['kube-apiserver', { 'anonymous-auth': 'false' }], ['etcd', etcd]), {
    verdict: 'MISS',
    cause: { message: /^kube-apiserver \(pod kube-apiserver-0\) does not show which etcd it speaks to/ },
  })
  t.equal(judge(['kube-apiserver', null], ['etcd', {}]).verdict, 'FAIL', 'what is seen to be wrong stays so')
  t.equal(verdictOf(etcdTls, { controlPlane: hidden }).verdict, 'MISS')
  t.equal(verdictOf(etcdTls, { controlPlane: refused }).verdict, 'DNF')
})

t.test('an etcd whose flags are not all seen: neither the defaults nor what is there decides', async (t) => {
  const startedSo = started(['kube-apiserver', server], ['etcd', {}])
  t.match(verdictOf(etcdTls, { controlPlane: startedSo }), { verdict: 'FAIL' })
  t.match(verdictOf(etcdTls, { controlPlane: notAllSeen(startedSo) }), {
    verdict: 'MISS',
    cause: { kind: 'manual', message: /^kube-apiserver .* takes X from elsewhere; have it attested/ },
  })
})
