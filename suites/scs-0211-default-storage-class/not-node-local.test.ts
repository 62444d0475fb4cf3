import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { notNodeLocal } from './not-node-local.ts'
import { bound, unbound } from './sample-trial.ts'
import type { VolumeTrial } from './volume-trial.ts'

const judge = (volumeTrial: VolumeTrial) => verdictOf(notNodeLocal, { volumeTrial })

t.test('storage in the network', async (t) => {
  t.match(judge(bound()), { verdict: 'PASS', finding: { examined: [/csi by cinder.csi.openstack.org, on all nodes/] } })
})

t.test('storage on a node, whatever its provisioner is called', async (t) => {
  t.match(judge(bound({ source: 'hostPath' })), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'volume of storage class fast', actual: /path on the node/ }] },
  })
  const nodeTerms = [[{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n1'] }]]
  t.match(judge(bound({ nodeTerms })), { verdict: 'FAIL', finding: { violations: [{ actual: /node n1 only/ }] } })
})

t.test('a volume that does not tell takes an attestation; none at all is undecided', async (t) => {
  t.match(judge(bound({ driver: 'topolvm.io' })), { verdict: 'MISS', cause: { kind: 'manual', message: /attested/ } })
  t.match(judge(unbound('unsupported access mode')), { verdict: 'DNF' })
  t.match(judge({ outcome: 'no default class' }), { verdict: 'DNF' })
})
