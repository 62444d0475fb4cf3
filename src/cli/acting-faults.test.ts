import t, { type Test } from 'tap'
import { actingTests, bootable } from '../../testbed/acting.ts'
import { makeNeighbours } from '../../testbed/neighbours.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { runOn, simulatedStage, unchanged } from '../../testbed/stage.ts'

// Everything that acts, on a cloud in trouble: what was seen is FAIL, what could not be observed DNF with its cause, what is not meant
// passes; the run comes to its end, and the project is as it was before. What takes long waits for is in the tests of the facts.

t.setTimeout(300_000) // many runs, each in a process of its own

const ids = {
  vm: 'scs-0101-entropy-avail',
  group: 'scs-0115-default-rules',
  secret: 'scs-0116-permissions',
  backup: 'scs-0117-test-backup',
  bucket: 'scs-0123-s3-objects',
} as const

/** Verdicts with their causes; who is not named passes. */
type Expected = Partial<Record<keyof typeof ids, string>>

async function meets(
  t: Test,
  what: string,
  expected: Expected,
  faults: readonly Fault[],
  { description = {}, args = [] }: { readonly description?: CloudDescription; readonly args?: readonly string[] } = {},
): Promise<void> {
  const stage = await simulatedStage(t, { ...bootable, ...description })
  await makeNeighbours(stage.cloud)
  await unchanged(t, stage, async () => {
    stage.simulator.faults.add(...faults)
    const { report, stderr } = await runOn(stage, actingTests, args)
    stage.simulator.faults.clear()
    t.equal(report?.complete, true, what)
    const seen = Object.entries(ids).map(([name, id]) => {
      const { verdict, cause } = report?.results[id] ?? {}
      return [name, verdict === 'PASS' ? undefined : [verdict, cause?.kind].filter(Boolean).join(' ')]
    })
    const notPassed = Object.fromEntries(seen.filter(([, said]) => said !== undefined)) as Expected
    t.same(notPassed, expected, `${what}\n${stderr}`)
  })
}

/** On each call that makes something, of one service or of all. */
function making(action: Fault['action'], more: Partial<Fault> = {}): readonly Fault[] {
  const path = '^(?!.*/auth/tokens)'
  return (['POST', 'PUT'] as const).map((method) => ({ method, path, ...more, action }))
}

const services = ['compute', 'network', 'block-storage', 'key-manager', 'identity'] as const
const once = (action: Fault['action']) => services.flatMap((service) => making(action, { service, times: 1 }))

t.test('what passes by itself is not even seen', async (t) => {
  await meets(t, 'a 503 from each service', {}, once({ status: 503 }))
  await meets(t, 'a 429 from each service', {}, once({ status: 429, retryAfter: 1 }))
  await meets(t, 'a reset connection to each service', {}, once({ reset: true }))
  await meets(t, 'an answer that breaks off, of each service', {}, once({ close: true }))
  await meets(t, 'slow answers', {}, making({ delayMs: 1_000 }))
})

t.test('what does not pass is not observed', async (t) => {
  const all = (said: string): Expected => ({ vm: said, group: said, secret: said, backup: said, bucket: said })
  await meets(t, '503', all('DNF unreachable'), making({ status: 503 }))
  await meets(t, '429', all('DNF quota'), making({ status: 429 }))
  await meets(t, 'resets', all('DNF unreachable'), making({ reset: true }))
})

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
