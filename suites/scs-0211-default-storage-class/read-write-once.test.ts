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
