import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { readWriteOnce } from './read-write-once.ts'
import { bound, unbound } from './sample-trial.ts'
import type { VolumeTrial } from './volume-trial.ts'

const judge = (volumeTrial: VolumeTrial) => verdictOf(readWriteOnce, { volumeTrial })

t.test('a volume of that mode, alone or among others', async (t) => {
  t.match(judge(bound()), { verdict: 'PASS', finding: { examined: ['volume pvc-1 of storage class fast'] } })
  t.equal(judge(bound({ accessModes: ['ReadWriteMany', 'ReadWriteOnce'] })).verdict, 'PASS')
})

t.test('another mode, or a provisioner that refuses this one', async (t) => {
  t.match(judge(bound({ accessModes: ['ReadOnlyMany'] })), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'ReadOnlyMany' }] },
  })
  t.match(judge(unbound('ProvisioningFailed: unsupported access mode')), { verdict: 'FAIL' })
})

t.test('words that only repeat the access mode are no refusal of it', async (t) => {
  for (const why of [
    'ProvisioningFailed: backend is full, cannot create 1Gi with access mode ReadWriteOnce',
    'ProvisioningFailed: storage is down; FailedMount: access modes [ReadWriteOnce]',
  ])
    t.equal(judge(unbound(why)).verdict, 'DNF', why)
  for (const why of [
    'NodePath only supports ReadWriteMany access modes',
    'Access mode MULTI_NODE_WRITER: not supported',
  ])
    t.equal(judge(unbound(why)).verdict, 'FAIL', why)
})

t.test('no volume for another reason, or no class: undecided', async (t) => {
  t.match(judge(unbound('ProvisioningFailed: storage is down')), {
    verdict: 'DNF',
    cause: { kind: 'timeout', message: /storage is down/ },
    finding: { notes: ['claim left'] },
  })
  t.match(judge({ outcome: 'no default class' }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /scs-0211-default-class/ },
  })
})

t.test('what could not be deleted is a note', async (t) => {
  t.match(judge(bound({}, ['x stays'])), { verdict: 'PASS', finding: { notes: ['x stays'] } })
})
