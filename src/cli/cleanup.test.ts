import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { folder, scsConformance, seededCloud, settings } from '../../testbed/cli.ts'
import { startSimulator, type Simulator } from '../../testbed/simulator/index.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect } from '../openstack/connect.ts'
import { processStart } from '../process-start.ts'
import { newRunId } from '../run-name.ts'

const made = async ({ url }: Simulator) =>
  (await (await fetch(`${url}/__simulator__/resources`)).json()) as Record<string, readonly string[]>

/** Makes security groups by hand, as their owner. */
async function makeGroups({ url, authUrl }: Simulator, ...names: readonly string[]): Promise<void> {
  const domain = { name: 'Default' }
  const password = { user: { name: 'scs-test', password: 'testbed', domain } }
  const scope = { project: { name: 'scs-test', domain } }
  const signedIn = await fetch(`${authUrl}/auth/tokens`, {
    method: 'POST',
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password }, scope } }),
  })
  const headers = { 'x-auth-token': signedIn.headers.get('x-subject-token') ?? '' }
  for (const name of names) {
    const body = JSON.stringify({ security_group: { name } })
    await fetch(`${url}/networking/v2.0/security-groups`, { method: 'POST', headers, body })
  }
}

t.test(
  'killed without warning: the next start tells, cleanup shows, then deletes, then has nothing to do',
  async (t) => {
    const state = folder()
    await using simulator = await startSimulator({
      description: seededCloud,
      faults: [{ service: 'network', method: 'GET', path: '/security-groups/', action: { delayMs: 60_000 } }],
    })
    const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: state }
    const asked = async () => {
      while (!simulator.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/security-groups')))
        await pause(5)
      await pause(300)
    }
    const only = ['--tests', 'scs-0115', '--quiet']
    await scsConformance(['run', '--os-cloud', 'testbed', ...only], { env, signal: { name: 'SIGKILL', at: asked() } })
    t.equal((await made(simulator))['securityGroups']?.length, 1)
    const [ledger = ''] = readdirSync(join(state, 'scs-conformance'))
    const run = ledger.slice(0, 8)

    simulator.faults.clear()
    await makeGroups(
      simulator,
      'scs-conformance-test-sg',
      `my-scs-conformance-${run}-sg`,
      `scs-conformance-${run}`,
      'web',
    )
    const before = await made(simulator)
    const next = await scsConformance(['run', '--os-cloud', 'testbed', '--tests', 'scs-0100', '--quiet'], { env })
    t.match(
      next.stderr,
      new RegExp(`run ${run} ended without deleting one resource; .*: scs-conformance cleanup --run ${run}\\n`),
    )
    t.same(await made(simulator), before, 'deletes nothing by itself')

    const shown = await scsConformance(['cleanup'], { env })
    t.equal(shown.code, 0, shown.stderr)
    t.match(shown.stdout, new RegExp(`would delete +security group +scs-conformance-${run}-sg +cloud testbed`))
    t.match(shown.stdout, /1 to delete; nothing was deleted yet: scs-conformance cleanup --yes/)
    t.same(await made(simulator), before)

    const done = await scsConformance(['cleanup', '--yes'], { env })
    t.match(done, { code: 0, stdout: new RegExp(`^gone: security group scs-conformance-${run}-sg .*\n1 deleted\n$`) })
    t.equal((await made(simulator))['securityGroups']?.length, 4, 'what is named like it stays')
    t.same(readdirSync(join(state, 'scs-conformance')), [])
    const again = await scsConformance(['cleanup', '--os-cloud', 'testbed', '--yes'], { env })
    t.match(again, { code: 0, stdout: 'nothing to delete\n' })
  },
)

t.test('killed before the answer: what cannot be looked for is not forgotten', async (t) => {
  const state = folder()
  const slow = { service: 'network', method: 'POST', path: '/security-groups$', action: { delayMs: 60_000 } }
  await using simulator = await startSimulator({ description: seededCloud, faults: [slow] })
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: state }
  const asked = async () => {
    while (!simulator.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/security-groups')))
      await pause(5)
  }
  const only = ['--tests', 'scs-0115', '--quiet']
  await scsConformance(['run', '--os-cloud', 'testbed', ...only], { env, signal: { name: 'SIGKILL', at: asked() } })
  const ledgers = () => readdirSync(join(state, 'scs-conformance'))
  const [ledger = ''] = ledgers()
  simulator.faults.clear()
  const [group = ''] =
    /scs-conformance-\w{8}-[\w-]+/.exec(readFileSync(join(state, 'scs-conformance', ledger), 'utf8')) ?? []
  await makeGroups(simulator, group) // as if the call had come through after all

  simulator.faults.add({ service: 'network', method: 'GET', path: '/security-groups', action: { status: 403 } })
  const blind = await scsConformance(['cleanup', '--yes'], { env })
  t.match(blind, { code: 2, stdout: new RegExp(`left: security group ${group} [^]*0 deleted, 1 left`) }, blind.stdout)
  t.same(ledgers(), [ledger])

  simulator.faults.clear()
  const seeing = await scsConformance(['cleanup', '--yes'], { env })
  t.match(seeing, { code: 0, stdout: new RegExp(`gone: security group ${group} [^]*1 deleted`) }, seeing.stdout)
  t.same(ledgers(), [])
  t.same((await made(simulator))['securityGroups'], [])
})

t.test('without a ledger: by name, one run or all, as JSON too; what is refused is told', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: folder() }
  await makeGroups(simulator, 'scs-conformance-aaaaaaaa-sg', 'scs-conformance-bbbbbbbb-sg', 'scs-conformance-cccc-sg')
  const cleanup = (...args: string[]) => scsConformance(['cleanup', ...args], { env })
  const cautious = await cleanup('--os-cloud', 'testbed', '--yes')
  t.match(cautious, {
    code: 0,
    stdout: /kept: security group scs-conformance-aaaaaaaa-sg .*: --run aaaaaaaa, or --all-runs/,
  })

  t.match(await cleanup(), { code: 0, stdout: /^nothing to delete; to look by name, say where: --os-cloud NAME/ })
  const json = JSON.parse((await cleanup('--os-cloud', 'testbed', '--all-runs', '--json')).stdout) as object
  t.match(json, {
    format: 'scs-conformance-cleanup/1',
    dryRun: true,
    resources: [
      { run: 'aaaaaaaa', kind: 'security group', foundBy: 'name', outcome: 'would delete' },
      { run: 'bbbbbbbb' },
    ],
    kept: [],
    notLookedFor: [],
  })
  t.match(await cleanup('--os-cloud', 'testbed', '--run', 'aaaaaaaa', '--yes'), { code: 0, stdout: /1 deleted/ })
  simulator.faults.add({ service: 'network', method: 'DELETE', action: { status: 403 } })
  const refused = await cleanup('--os-cloud', 'testbed', '--all-runs', '--yes')
  t.match(refused, {
    code: 2,
    stdout: /^left: security group scs-conformance-bbbbbbbb-sg .*403.*\n0 deleted, 1 left\n$/,
  })
  simulator.faults.clear()
  simulator.faults.add({ service: 'key-manager', action: { status: 403 } })
  const partial = await cleanup('--os-cloud', 'testbed', '--yes')
  t.equal(partial.code, 2, 'not all was looked for')
  t.match(partial.stdout, /not looked for: cloud testbed: secrets could not be looked for: .*403/)
  t.equal(
    (await made(simulator))['securityGroups']?.length,
    2,
    'the one that is nobody’s, and the one that was refused',
  )
})

t.test('a run that is still at work is left alone, also by its name', async (t) => {
  const state = folder()
  await using simulator = await startSimulator({ description: seededCloud })
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: state }
  await makeGroups(
    simulator,
    'scs-conformance-aaaaaaaa-sg',
    'scs-conformance-aaaaaaaa-net',
    'scs-conformance-bbbbbbbb-sg',
  )
  mkdirSync(join(state, 'scs-conformance'))
  const write = async (run: string, more: object) => {
    const whose = { run, startedAt: '2026-11-24T00:00:00Z', machine: hostname(), pid: process.pid, ...more }
    const name = `scs-conformance-${run}-sg`
    const place = { projectId: 'another' }
    const entry = {
      event: 'made',
      kind: 'security group',
      name,
      service: 'network',
      path: '/security-groups',
      place,
      id: 'x',
    }
    const path = join(state, 'scs-conformance', `${run}.jsonl`)
    writeFileSync(path, `${JSON.stringify(whose)}\n${JSON.stringify(entry)}\n`)
    return path
  }
  await write('aaaaaaaa', { processStart: await processStart(process.pid) })
  const cleanup = (...args: string[]) => scsConformance(['cleanup', '--os-cloud', 'testbed', '--yes', ...args], { env })
  const named = await cleanup('--run', 'aaaaaaaa')
  t.equal(named.code, 2, 'it was asked for, and is still there')
  t.match(
    named.stdout,
    /kept: security group scs-conformance-aaaaaaaa-sg of run aaaaaaaa: run aaaaaaaa is still at work/,
  )
  t.match(named.stdout, /kept: security group scs-conformance-aaaaaaaa-net/)
  t.match(await cleanup('--all-runs'), {
    code: 0,
    stdout: /gone: security group scs-conformance-bbbbbbbb-sg[^]*1 deleted/,
  })
  t.equal((await made(simulator))['securityGroups']?.length, 2)

  const stranger = await write('dddddddd', { processStart: 'earlier' })
  t.match(await cleanup('--run', 'dddddddd'), {
    code: 2,
    stdout: /kept: .* it is in project another of the cloud, which was not opened/,
  })
  t.ok(existsSync(stranger))
  await write('eeeeeeee', { machine: 'another' })
  t.match((await cleanup()).stdout, /run eeeeeeee was started on another; .*: --run eeeeeeee, or --all-runs/)
})

const clouds = process.env['SCS_TESTBED_CLOUDS']
if (clouds) t.test('on a real cloud: everything that a run can have made, and nothing else', (t) => onCloud(t, clouds))

async function onCloud(t: Test, file: string): Promise<void> {
  const env = { OS_CLIENT_CONFIG_FILE: file, XDG_STATE_HOME: folder() }
  const config = await readCloudConfig({ cloud: 'testbed', environment: env, directory: folder(), home: folder() })
  const cloud = await connect(config)
  const run = newRunId()
  const made: string[] = []
  const make = async (service: string, path: string, key: string, more: object = {}): Promise<string> => {
    const name = `scs-conformance-${run}-${key.replaceAll('_', '-')}`
    const { body } = await cloud.send({ service, method: 'POST', path, body: { [key]: { name, ...more } } })
    made.push(key)
    return (body as Record<string, { readonly id: string }>)[key]?.id ?? ''
  }
  const network = await make('network', '/networks', 'network')
  const range = { ip_version: 4, cidr: '10.77.0.0/24', network_id: network }
  const subnet = await make('network', '/subnets', 'subnet', range)
  const router = await make('network', '/routers', 'router')
  const attach = { service: 'network', method: 'PUT', path: `/routers/${router}/add_router_interface` } as const
  await cloud.send({ ...attach, body: { subnet_id: subnet } })
  await make('network', '/ports', 'port', { network_id: network })
  await make('network', '/security-groups', 'security_group')
  await make('compute', '/os-keypairs', 'keypair')
  const volume = await make('block-storage', '/volumes', 'volume', { size: 1 })
  const state = async () => (await cloud.send({ service: 'block-storage', path: `/volumes/${volume}` })).body
  while (((await state()) as { volume: { status: string } }).volume.status !== 'available') await pause(200)
  await make('block-storage', '/snapshots', 'snapshot', { volume_id: volume })
  const alike = { security_group: { name: `scs-conformance-mine-${run}` } }
  const group = await cloud.send({ service: 'network', method: 'POST', path: '/security-groups', body: alike })

  const cleanup = (...args: string[]) =>
    scsConformance(['cleanup', '--os-cloud', 'testbed', '--run', run, ...args], { env })
  const shown = (await cleanup()).stdout
  for (const key of made) t.match(shown, `scs-conformance-${run}-${key.replaceAll('_', '-')}`)
  const done = await cleanup('--yes')
  t.match(done, { code: 0, stdout: new RegExp(`\n${made.length} deleted\n$`) }, done.stdout)
  t.match(await cleanup(), { code: 0, stdout: /^nothing to delete/ })
  const { id } = (group.body as { security_group: { id: string } }).security_group
  const kept = await cloud.send({ service: 'network', method: 'DELETE', path: `/security-groups/${id}` })
  t.equal(kept.status, 204, 'what is named like it was still there')
}

t.test('ledgers that cannot be read are not taken for none', async (t) => {
  const state = folder()
  t.match(await scsConformance(['cleanup'], { env: { XDG_STATE_HOME: state } }), {
    code: 0,
    stdout: 'nothing to delete',
  })
  writeFileSync(join(state, 'scs-conformance'), 'no folder')
  const env = { XDG_STATE_HOME: state, HOME: folder() }
  t.match(await scsConformance(['cleanup'], { env }), {
    code: 64,
    stderr: /scs-conformance: cannot be read \(ENOTDIR\).*XDG_STATE_HOME/,
  })
  t.match(await scsConformance(['doctor'], { env }), { code: 64, stderr: /cannot be read/, stdout: /settings/ })
  const other = folder()
  mkdirSync(join(other, 'scs-conformance', 'aaaaaaaa.jsonl'), { recursive: true })
  t.match(await scsConformance(['cleanup'], { env: { XDG_STATE_HOME: other } }), {
    code: 64,
    stderr: /aaaaaaaa\.jsonl: cannot be read \(EISDIR\)/,
  })
})

t.test('options that cannot be used', async (t) => {
  const env = { HOME: folder(), XDG_STATE_HOME: folder() }
  t.match(await scsConformance(['cleanup', '--run', 'all'], { env }), { code: 64, stderr: /eight hexadecimal digits/ })
  t.match(await scsConformance(['cleanup', '--yes', '--dry-run'], { env }), { code: 64, stderr: /cannot be used with/ })
  t.match(await scsConformance(['cleanup', '--os-cloud', 'nowhere'], { env }), { code: 64, stderr: /clouds\.yaml/ })
})

t.test(
  'killed in the middle of a backup, and of S3: volumes, backups, buckets and credentials are found',
  async (t) => {
    for (const [tests, fault, kinds] of [
      ['scs-0117', { path: '/restore$' }, ['backup', 'restored volume', 'volume']],
      ['scs-0123-s3-objects', { method: 'GET', path: 'breakfast' }, ['bucket', 'EC2 credential']],
    ] as const) {
      for (const withLedger of [true, false]) {
        const state = folder()
        await using simulator = await startSimulator({
          description: tests === 'scs-0117' ? { blockStorage: { changesTakeMs: 300 } } : {},
          faults: [{ ...fault, action: { delayMs: 60_000 } }],
        })
        const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: state }
        const asked = async () => {
          while (!simulator.requests.some(({ path }) => new RegExp(fault.path).test(path))) await pause(5)
          await pause(100)
        }
        const only = ['--tests', tests, '--quiet']
        await scsConformance(['run', '--os-cloud', 'testbed', ...only], {
          env,
          signal: { name: 'SIGKILL', at: asked() },
        })
        t.ok(Object.values(await made(simulator)).flat().length >= 2, tests)
        simulator.faults.clear()

        const others = withLedger ? {} : { XDG_STATE_HOME: folder() }
        const scope = withLedger ? [] : ['--os-cloud', 'testbed', '--all-runs']
        const { code, stdout, stderr } = await scsConformance(['cleanup', ...scope, '--yes'], {
          env: { ...env, ...others },
        })
        t.equal(code, 0, `${stdout}${stderr}`)
        if (withLedger) for (const kind of kinds) t.match(stdout, new RegExp(`^gone: ${kind} scs-conformance-`, 'm'))
        t.same(Object.values(await made(simulator)).flat(), [], tests)
      }
    }
  },
)
