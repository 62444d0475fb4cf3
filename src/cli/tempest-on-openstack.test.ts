import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { folder, scsConformance, type CliOptions } from '../../testbed/cli.ts'
import { projectInventory } from '../../testbed/project-inventory.ts'
import type { OpenStack } from '../openstack/client.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect } from '../openstack/connect.ts'
import type { Report } from '../report.ts'

// The real Tempest on the real OpenStack of testbed/openstack, where SCS_TESTBED_CLOUDS names it: some minutes of its tests.

const clouds = process.env['SCS_TESTBED_CLOUDS']
const lane = { timeout: 900_000 }

/** Of each service something; none that waits for a network, whose deletion takes long here. */
const some = [
  'identity.v3.test_(tokens|catalog|api_discovery|domains)',
  'image.v2.test_images_(tags|negative)',
  'compute.(flavors|keypairs|security_groups.test_security_groups_negative|test_)',
  'compute.servers.test_server_tags',
  'network.test_(versions|security_groups_negative|subnetpools)',
  'volume.test_(versions|extensions|availability_zone|volume_metadata)',
].join('|')

async function onOpenStack(t: Test, path: string): Promise<void> {
  const env = { OS_CLIENT_CONFIG_FILE: path, XDG_STATE_HOME: folder(), TMPDIR: folder() }
  const config = await readCloudConfig({ cloud: 'testbed', environment: env, directory: folder(), home: folder() })
  const cloud = await connect(config)

  const run = async (tests: string, options: CliOptions = {}) => {
    const before = await projectInventory(cloud)
    const output = folder()
    const args = ['run', '--os-cloud', 'testbed', '--section', 'heavy', '--output', output, '--tempest-tests', tests]
    const result = await scsConformance(args, { ...options, env })
    t.same(await projectInventory(cloud), before, 'the project is as before')
    t.notOk(
      readdirSync(env.TMPDIR).some((name) => name.startsWith('scs-conformance-')),
      'no folder with secrets',
    )
    const ledgers = join(env.XDG_STATE_HOME, 'scs-conformance')
    t.same(existsSync(ledgers) ? readdirSync(ledgers) : [], [], 'nothing in the ledger')
    const { results } = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
    return { ...result, output, it: results['scs-0128-tempest'] }
  }

  await t.test('some of its tests pass, which proves nothing of the whole', lane, async (t) => {
    const { it, stderr, output } = await run(some)
    t.match(it, { verdict: 'DNF', cause: { kind: 'dependency', message: /of 258 required tests did not run/ } }, stderr)
    t.match(it?.notes?.join('\n'), /Tempest \d+\.\S+, one worker; \S*\/tempest\n/)
    const { examined } = it ?? {}
    t.ok(examined && 'count' in examined && examined.count > 50, JSON.stringify(examined))
    t.match(readFileSync(join(output, 'tempest/tempest.log'), 'utf8'), /POST http/)
  })

  await t.test('interrupted while a server is there: it is gone', lane, async (t) => {
    const at = serverThere(cloud)
    const { code, it } = await run('compute.servers.test_server_tags', { signal: { name: 'SIGINT', at } })
    t.equal(code, 130)
    t.match(it, { verdict: 'MISS', cause: { kind: 'interrupted' } })
  })
}

async function serverThere(cloud: OpenStack): Promise<void> {
  while (!(await projectInventory(cloud))['servers']?.some((name) => name.includes('tempest-'))) await pause(500)
}

if (clouds) {
  t.setTimeout(2 * lane.timeout)
  t.test('the real Tempest', { timeout: 2 * lane.timeout }, (t) => onOpenStack(t, clouds))
} else {
  t.pass('only where a real OpenStack is named')
}
