import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { etcdClientCertificates } from './etcd-client-certificates.ts'

const judge = (flags: Flags) => verdictOf(etcdClientCertificates, { controlPlane: started(['etcd', flags]) })

t.test('asked for, or not', async (t) => {
  t.equal(judge({ 'client-cert-auth': 'true' }).verdict, 'PASS')
  for (const flags of [{}, { 'client-cert-auth': 'false' }]) {
    t.match(judge(flags), { verdict: 'FAIL', finding: { violations: [{ actual: '--client-cert-auth=false' }] } })
  }
})

t.test('a file, an etcd that is not seen', async (t) => {
  t.equal(judge({ 'config-file': '/f' }).verdict, 'MISS')
  t.equal(verdictOf(etcdClientCertificates, { controlPlane: hidden }).verdict, 'MISS')
  t.equal(verdictOf(etcdClientCertificates, { controlPlane: refused }).verdict, 'DNF')
})
