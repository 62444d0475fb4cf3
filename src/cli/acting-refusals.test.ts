import t from 'tap'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { making, meets } from '../../testbed/trouble.ts'

// Everything that acts, on a cloud that refuses or breaks something: a violation that was seen is FAIL, all else DNF with its cause, and
// only of what it concerns. The run comes to its end, and the project is as it was before. Long waits are in the tests of the facts.

t.setTimeout(300_000) // many runs, each in a process of its own

t.test('403, service by service', async (t) => {
  const forbidden = (service: string) => making({ status: 403 }, { service })
  await meets(t, 'Nova', { vm: 'DNF forbidden' }, forbidden('compute'))
  await meets(t, 'Neutron', { vm: 'DNF forbidden', group: 'DNF forbidden' }, forbidden('network'))
  await meets(t, 'Cinder', { vm: 'DNF forbidden', backup: 'FAIL' }, forbidden('block-storage'))
  await meets(t, 'Barbican', { secret: 'FAIL' }, forbidden('key-manager'))
  await meets(t, 'Keystone', { bucket: 'DNF forbidden' }, forbidden('identity'))
  await meets(t, 'S3', { bucket: 'FAIL' }, [], { description: { objectStore: { create: 'forbidden' } } })
})

t.test('the quota is exceeded, though it was not before', async (t) => {
  const refused = (service: string, status: number, body: object) => making({ status, body }, { service })
  const nova = {
    forbidden: { code: 403, message: 'Quota exceeded for instances: Requested 1, but already used 10 of 10' },
  }
  await meets(t, 'Nova', { vm: 'DNF quota' }, refused('compute', 403, nova))
  const neutron = {
    NeutronError: { type: 'OverQuota', message: "Quota exceeded for resources: ['port'].", detail: '' },
  }
  await meets(t, 'Neutron', { vm: 'DNF quota', group: 'DNF quota' }, refused('network', 409, neutron))
  const cinder = {
    overLimit: { code: 413, message: 'VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded' },
  }
  await meets(t, 'Cinder', { vm: 'DNF quota', backup: 'DNF quota' }, refused('block-storage', 413, cinder))
  const barbican = {
    code: 403,
    title: 'Forbidden',
    description: 'Quota has been reached for project p. Only 5 secrets are allowed.',
  }
  await meets(t, 'Barbican', { secret: 'DNF quota' }, refused('key-manager', 403, barbican))
})

t.test('things that end in ERROR', async (t) => {
  const described = (description: CloudDescription) => ({ description })
  await meets(t, 'servers', { vm: 'DNF dependency' }, [], described({ compute: { boot: { outcome: 'error' } } }))
  await meets(
    t,
    'volumes',
    { vm: 'DNF dependency', backup: 'FAIL' },
    [],
    described({ blockStorage: { volumes: 'fail' } }),
  )
  await meets(t, 'backups', { backup: 'FAIL' }, [], described({ blockStorage: { backups: 'fail' } }))
  await meets(t, 'restored volumes', { backup: 'FAIL' }, [], described({ blockStorage: { restores: 'fail' } }))
})

t.test('an answer that never comes ends with the deadline, and takes only what needs it', async (t) => {
  const hangs: Fault = { service: 'compute', path: '/limits', action: { delayMs: 600_000 } }
  await meets(t, 'the limits of Nova', { vm: 'DNF timeout' }, [hangs], { args: ['--fact-timeout', '3'] })
})
