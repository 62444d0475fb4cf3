import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { etcdCompaction } from './etcd-compaction.ts'

const judge = (flags: Flags) => verdictOf(etcdCompaction, { controlPlane: started(['etcd', flags]) })

t.test('eight hours, however written', async (t) => {
  for (const retention of ['8h', '8', '480m', '8h0m0s', '7h60m']) {
    t.equal(
      judge({ 'auto-compaction-mode': 'periodic', 'auto-compaction-retention': retention }).verdict,
      'PASS',
      retention,
    )
  }
  t.equal(judge({ 'auto-compaction-retention': '8h' }).verdict, 'PASS', 'periodic is the default')
})

t.test('another time, another mode, or none', async (t) => {
  for (const retention of ['5m', '0', '8d', '8.5h']) {
    t.equal(judge({ 'auto-compaction-retention': retention }).verdict, 'FAIL', retention)
  }
  t.equal(judge({ 'auto-compaction-mode': 'revision', 'auto-compaction-retention': '8' }).verdict, 'FAIL')
  t.match(judge({}), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'etcd (pod etcd-0)', actual: /retention=0$/ }] },
  })
})

t.test('a configuration file, an etcd that is not seen', async (t) => {
  t.match(judge({ 'config-file': '/etc/etcd.yaml' }), { verdict: 'MISS', cause: { message: /file/ } })
  t.equal(verdictOf(etcdCompaction, { controlPlane: hidden }).verdict, 'MISS')
  t.equal(verdictOf(etcdCompaction, { controlPlane: refused }).verdict, 'DNF')
})
