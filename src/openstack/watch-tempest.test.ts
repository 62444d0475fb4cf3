import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { folder, scsConformance, settings } from '../../testbed/cli.ts'
import { projectInventory } from '../../testbed/project-inventory.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { openLedger } from '../ledger-folder.ts'
import { readCloudConfig } from './config.ts'
import { connect } from './connect.ts'
import { watchTempest } from './watch-tempest.ts'

const runId = '1f2e3d4c'

async function stage(t: Test) {
  const simulator = await startSimulator({ description: {} })
  t.teardown(() => simulator.stop())
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: folder() }
  const config = await readCloudConfig({ cloud: 'testbed', environment: env, directory: folder(), home: folder() })
  const openstack = await connect(config)
  const ledger = await openLedger(runId, { cloud: { name: 'testbed', host: new URL(config.auth.authUrl).host } }, env)
  const make = async (collection: string, fields: object): Promise<string> => {
    const key = collection.replace(/s$/, '').replace('-', '_')
    const call = { service: 'network', method: 'POST', path: `/${collection}`, body: { [key]: fields } } as const
    const { body } = await openstack.send(call)
    return (body as Record<string, { id: string }>)[key]?.id ?? ''
  }
  const ledgers = () => {
    const at = join(env.XDG_STATE_HOME, 'scs-conformance')
    return existsSync(at) ? readdirSync(at) : []
  }
  return { env, openstack, make, ledgers, lessor: { openstack, ledger, runId } }
}

t.test('what is new and bears its names goes, with what hangs on it; all else stays', async (t) => {
  const { openstack, make, ledgers, lessor } = await stage(t)
  await make('networks', { name: 'tempest-of-somebody-else' })
  const before = await projectInventory(openstack)
  const watch = await watchTempest(lessor, 1)
  const network_id = await make('networks', { name: 'tempest-NetworksTest-1' })
  await make('subnets', { network_id, cidr: '10.0.0.0/24', ip_version: 4, name: '' })
  await make('ports', { network_id, name: '' })
  await make('security-groups', { name: `scs-conformance-${runId}-tempest-SecGroupTest-2` })
  await watch.look()
  t.equal(ledgers().length, 1)
  t.same(await watch.cleanUp(), [])
  t.same(await projectInventory(openstack), before)
  t.same(ledgers(), [])
})

t.test('what came meanwhile under another name is told, and left alone', async (t) => {
  const { openstack, make, lessor } = await stage(t)
  const watch = await watchTempest(lessor, 1)
  await make('networks', { name: 'of-a-colleague' })
  t.match(await watch.cleanUp(), [/^came up meanwhile, .*: network of-a-colleague; delete it by hand/])
  t.match((await projectInventory(openstack))['networks']?.join(), /of-a-colleague/)
})

t.test('what Tempest deletes itself is struck off', async (t) => {
  const { openstack, make, ledgers, lessor } = await stage(t)
  const watch = await watchTempest(lessor, 1)
  const id = await make('networks', { name: 'tempest-NetworksTest-1' })
  await watch.look()
  await openstack.send({ service: 'network', method: 'DELETE', path: `/networks/${id}` })
  await watch.look()
  t.same(ledgers(), [])
})

t.test('of a run that was killed, cleanup finds it by the ledger, and what bears its prefix by name', async (t) => {
  const { env, openstack, make, ledgers, lessor } = await stage(t)
  await make('networks', { name: 'tempest-of-somebody-else' })
  const before = await projectInventory(openstack)
  const watch = await watchTempest(lessor, 1)
  await make('networks', { name: 'tempest-NetworksTest-1' })
  await watch.look()
  await make('security-groups', { name: `scs-conformance-${runId}-tempest-SecGroupTest-2` })
  // The ledger is of this process, which is at work: only what is named is cleaned up.
  const kept = await scsConformance(['cleanup', '--os-cloud', 'testbed', '--run', runId, '--yes'], { env })
  t.match(kept.stdout, /is still at work/)
  const path = join(env.XDG_STATE_HOME, 'scs-conformance', ledgers()[0] ?? '')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"processStart":"[^"]*"/, '"processStart":"long ago"'))
  const { code, stdout } = await scsConformance(['cleanup', '--os-cloud', 'testbed', '--yes'], { env })
  t.equal(code, 0, stdout)
  t.match(stdout, /^gone: network tempest-NetworksTest-1/m)
  t.match(stdout, new RegExp(`^gone: security group scs-conformance-${runId}-tempest-SecGroupTest-2`, 'm'))
  t.same(await projectInventory(openstack), before)
})
