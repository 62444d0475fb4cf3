import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder, scsConformance, settings } from '../../testbed/cli.ts'
import { startSimulator, type CloudDescription, type RequestRecord } from '../../testbed/simulator/index.ts'
import type { Report } from '../report.ts'

// What acts shares the project's quota: it runs side by side as far as that reaches, else one after the other, and what never fits
// creates nothing. `doctor` says so before, `plan` how long it takes.

const cloud = {
  images: [{ name: 'Debian 13', minDiskGB: 10, properties: { os_distro: 'debian', os_version: '13' } }],
  flavors: [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }],
}

/** The VM takes 1 volume of 10 GiB, the backup 2 volumes of 1 GiB. */
function withVolumes(volumes: number, gigabytes = 12): CloudDescription {
  return { ...cloud, blockStorage: { changesTakeMs: 100, quota: { volumes, gigabytes } } }
}

async function run(description: CloudDescription, ...args: readonly string[]) {
  await using simulator = await startSimulator({ description })
  const output = folder()
  const only = ['--tests', '^scs-01(01-(en|fi)|15-default|16|17)']
  const { stderr } = await scsConformance(['run', '--os-cloud', 'testbed', ...only, '--output', output, ...args], {
    env: settings(simulator.cloudsYaml()),
  })
  const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
  return { report, stderr, requests: [...simulator.requests] }
}

const doctor = async (description: CloudDescription) => {
  await using simulator = await startSimulator({ description })
  const result = await scsConformance(['doctor', '--os-cloud', 'testbed'], { env: settings(simulator.cloudsYaml()) })
  const writes = simulator.requests.filter(({ method, service }) => method !== 'GET' && service !== 'identity')
  return { ...result, writes }
}

/** Whether the VM's volume was there while the backup's were, by the order of the calls. */
function areMixed(requests: readonly RequestRecord[]): boolean {
  const calls = requests.filter(({ service, path }) => service === 'block-storage' && /volumes|backups/.test(path))
  const made = calls.findIndex(({ method, path }) => method === 'POST' && path.endsWith('/volumes'))
  const [first, second] = calls.flatMap(({ method, path }, index) =>
    method === 'POST' && path.endsWith('/volumes') ? [index] : [],
  )
  const deleted = calls.findIndex(({ method }, index) => method === 'DELETE' && index > made)
  return first !== undefined && second !== undefined && second < deleted
}

const verdicts = ({ results }: Report, ...ids: readonly string[]) => ids.map((id) => results[`scs-${id}`]?.verdict)
const acting = ['0101-entropy-avail', '0115-default-rules', '0116-permissions', '0117-test-backup'] as const

t.test('room for all: side by side', async (t) => {
  const { report, stderr, requests } = await run(withVolumes(3))
  t.same(verdicts(report, ...acting), ['PASS', 'PASS', 'PASS', 'PASS'], stderr)
  t.ok(areMixed(requests))
  t.notMatch(stderr, /waiting for room/)
})

t.test('no room for two together: one after the other, and both are judged', async (t) => {
  for (const description of [withVolumes(2), withVolumes(3, 11)]) {
    const { report, stderr, requests } = await run(description)
    t.same(verdicts(report, ...acting), ['PASS', 'PASS', 'PASS', 'PASS'], stderr)
    t.notOk(areMixed(requests))
    t.match(stderr, /waiting for room in the quota/)
  }
})

t.test('what fits never is DNF before anything of it is created; others are judged', async (t) => {
  const { report, requests } = await run(withVolumes(1))
  t.match(report.results['scs-0117-test-backup'], {
    verdict: 'DNF',
    cause: {
      kind: 'quota',
      fact: 'backup and restore of a volume',
      message: /no room for 2 volumes \(0 of 1 in use\); .*: volumes to 2$/,
    },
  })
  t.equal(requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/volumes')).length, 1)
  t.same(verdicts(report, '0101-entropy-avail', '0116-permissions'), ['PASS', 'PASS'])
})

t.test('whoever waits when the run ends is not attempted, and nothing is left', async (t) => {
  const description = { ...withVolumes(2), compute: { boot: { outcome: 'stick' as const } } }
  const { report, requests } = await run(description, '--timeout', '3')
  t.equal(report.complete, false)
  t.match(report.results['scs-0117-test-backup'], { verdict: 'MISS', cause: { kind: 'interrupted' } })
  t.notOk(requests.some(({ method, path }) => method === 'POST' && path.endsWith('/backups')))
})

t.test('others take the room meanwhile, and the service refuses: DNF quota as well', async (t) => {
  await using simulator = await startSimulator({ description: withVolumes(9) })
  const message = "VolumeLimitExceeded: Maximum number of volumes allowed (9) exceeded for quota 'volumes'."
  const refusal = { status: 413, body: { overLimit: { code: 413, message } } }
  simulator.faults.add({ service: 'block-storage', method: 'POST', path: '/volumes$', action: refusal })
  const env = settings(simulator.cloudsYaml())
  const result = await scsConformance(['check', '-c', 'testbed', 'scs-0117-test-backup'], { env })
  t.match(result, {
    code: 2,
    stdout: 'scs-0117-test-backup: ABORT\n',
    stderr: /could not be decided \(quota\)[^]*VolumeLimitExceeded/,
  })
})

t.test('doctor tells the quotas, and which it will be', async (t) => {
  const side = await doctor(withVolumes(3))
  t.equal(side.code, 0, side.stdout)
  t.match(side.stdout, /^ok +quotas of block-storage 0 of 3 volumes, 0 of 12 GiB of volumes, 0 of 10 backups/m)
  t.match(side.stdout, /^ok +quotas of key-manager 0 secrets, unlimited/m)
  t.match(
    side.stdout,
    /^ok +quota +what acts fits into it side by side: 1 server, 1 vCPU, 2048 MiB of memory, 3 volumes, 12 GiB/m,
  )
  const line = await doctor(withVolumes(2))
  t.match(line, {
    code: 0,
    stdout: /^warning +quota .* not all side by side: .*3 volumes \(0 of 2 in use\); raise volumes to 3$/m,
  })
  const never = await doctor(withVolumes(1))
  t.match(never, {
    code: 2,
    stdout: /^failed +quota +scs-0117-test-backup: no room for 2 volumes \(0 of 1 in use\); .*raise volumes to 2$/m,
  })
  t.match(never.stdout, /^ok +quota +what acts fits into it side by side: 1 server/m, 'the others do')
  t.same([...side.writes, ...line.writes, ...never.writes], [])
  const quiet = await doctor({ ...cloud, network: { quotaUsage: 'forbidden' } })
  t.match(quiet.stdout, /^ok +quotas of network +not told/m)
})

t.test('plan tells how long it takes, and what takes longest, of what is judged', async (t) => {
  const plan = async (...args: readonly string[]) => (await scsConformance(['plan', ...args])).stdout
  const whole = await plan('--layer', 'iaas')
  t.match(whole, /about 5 minutes, as long as its slowest part, scs-0101-[a-z-]+: what waits is done side by side/)
  t.match(
    whole,
    /; about 7 minutes where the project's quota has no room for that \('doctor' tells\)\.\nAt most about \d+ minutes/,
  )
  const [json] = JSON.parse(await plan('--json', '--tests', '^scs-0117')) as readonly { duration: object }[]
  t.same(
    json?.duration,
    { oneAfterAnotherMinutes: 2, atMostMinutes: 28 },
    '20 until it is given up, 6 of deleting, 2 for its quotas',
  )
  t.match(await plan('--tests', '^scs-0100'), /It takes seconds\.\nAt most about 2 minutes/)
})

t.test('explain tells what is created, for how long, and what it costs, and one is one', async (t) => {
  const explain = async (id: string) => (await scsConformance(['explain', id])).stdout
  const vm = await explain('scs-0101-fips-test')
  t.match(vm, /^ {2}Creates +one VM from a volume.* \(there for 1 to 3 minutes; of the quota about 1 server, 1 vCPU, /m)
  t.match(vm, /^ {2}Cost .* 1 VM, 5 minutes$/m)
  t.match(
    await explain('scs-0117-test-backup'),
    /\(there for half a minute .*; of the quota 2 volumes, 2 GiB of volumes, 1 backup, /,
  )
  t.match(await explain('scs-0100-syntax-check'), /^ {2}Creates +nothing\n {2}Cost +1 read$/m)
  const { stdout } = await scsConformance(['explain', 'scs-0116-permissions', '--json'])
  t.match(JSON.parse(stdout), {
    creates: [{ what: 'one secret', stays: 'seconds', room: { secrets: 1 } }],
    cost: { writes: 2 },
  })
})
