import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import type { Fact } from '../fact.ts'
import type { Quota } from '../room.ts'
import { computeQuotas, networkQuotas, secretQuotas, storageQuotas } from './quotas.ts'

const all = { computeQuotas, storageQuotas, networkQuotas, secretQuotas }

/** `kind: used of limit`, and what was asked. */
async function learn(fact: Fact<readonly Quota[]>, description: CloudDescription = {}, ...faults: readonly Fault[]) {
  const { learned, requests } = await learnOn(fact, description, ...faults)
  const quotas = learned as readonly Quota[] // or an error, which is no list
  return {
    learned,
    told: Array.isArray(quotas) ? quotas.map(({ kind, limit, used }) => `${kind}: ${used} of ${limit}`) : null,
    paths: requests
      .filter(({ service }) => service !== 'identity')
      .map(({ path }) => path.replace(/[0-9a-f]{32}/g, 'ID')),
  }
}

t.test('limits and what is used of them', async (t) => {
  const servers = [{ name: 'web', project: 'scs-test', host: 'compute-1', flavor: 'SCS-2V-8' }]
  const flavors = [{ name: 'SCS-2V-8', vcpus: 2, ramMiB: 8192 }]
  const nova = await learn(computeQuotas, { servers, flavors, compute: { quota: { cores: -1 } } })
  t.same(nova.told, ['instances: 1 of 10', 'vcpus: 2 of -1', 'ramMiB: 8192 of 51200'])
  const cinder = await learn(storageQuotas)
  t.same(cinder.told, ['volumes: 0 of 10', 'gigabytes: 0 of 1000', 'backups: 0 of 10', 'backupGigabytes: 0 of 1000'])
})

const networks = [
  'networks: 0 of 100',
  'subnets: 0 of 100',
  'routers: 0 of 10',
  'ports: 0 of 500',
  'securityGroups: 1 of 10',
  'securityGroupRules: 4 of 100',
]

t.test(
  'Neutron: with usage in one call; counted without that extension; where nothing is told there is no limit',
  async (t) => {
    const shown = await learn(networkQuotas)
    t.same(shown.told?.slice(0, 4), networks.slice(0, 4))
    t.same(
      shown.paths.filter((path) => /quota/.test(path)),
      ['/networking/v2.0/quotas/ID/details.json'],
    )
    const counted = await learn(networkQuotas, { network: { quotaUsage: 'absent' } })
    t.same(counted.told, networks, 'the default group comes when groups are listed')
    const some = await learn(networkQuotas, { network: { quotaUsage: 'absent', quota: { ports: -1 } } })
    t.notOk(
      some.paths.some((path) => path.includes('/ports')),
      'what has no limit is not counted',
    )
    t.same((await learn(networkQuotas, { network: { quotaUsage: 'forbidden' } })).told, [])
  },
)

t.test('Barbican: what there is is counted, where there is a limit', async (t) => {
  const limited = await learn(secretQuotas, { keyManager: { secrets: 12, quota: { secrets: 20 } } })
  t.same(limited.told, ['secrets: 12 of 20'])
  const free = await learn(secretQuotas, { keyManager: { secrets: 12 } })
  t.same(free.told, ['secrets: 0 of -1'])
  t.notOk(free.paths.some((path) => path.endsWith('/secrets')))
})

t.test('a service that is not there, or does not tell, limits nothing', async (t) => {
  for (const [name, fact] of Object.entries(all)) {
    t.same((await learn(fact, { catalog: ['identity'] })).told, [], name)
    for (const action of [{ status: 403 }, { status: 404 }, { status: 400 }, { html: true }] as const)
      t.same((await learn(fact, {}, { path: 'quotas|limits', action })).told, [], `${name} ${JSON.stringify(action)}`)
  }
})
