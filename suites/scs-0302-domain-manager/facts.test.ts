import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import type { Fact } from '../../src/fact.ts'
import { readCloudConfig } from '../../src/openstack/config.ts'
import { connect } from '../../src/openstack/connect.ts'
import { ledger, runId, type LedgerEntry } from '../../src/openstack/lease.ts'
import { folder, settings } from '../../testbed/cli.ts'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { domainManagers, domainTrial, type DomainManagers, type DomainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** What two managers may do on a simulated cloud, and what is still there afterwards. */
async function learn(
  domainRules: 'standard' | 'absent' | 'unscoped' | 'any-role',
  faults: readonly Fault[] = [],
  clouds: readonly [string, string] = ['testbed-manager-a', 'testbed-manager-b'],
  more: CloudDescription = {},
) {
  const description = { ...more, identity: { domainManagers: domainRules } }
  await using simulator = await startSimulator({ description, faults })
  const environment = settings(simulator.cloudsYaml())
  const manager = (cloud: string) => ({
    cloud,
    memberRole: 'member',
    connect: async () => connect(await readCloudConfig({ cloud, environment, directory: folder(), home: folder() })),
  })
  const value: DomainManagers = { pair: [manager(clouds[0]), manager(clouds[1])], newPassword: () => 'aA1!-password' }
  const entries: LedgerEntry[] = []
  const given = new Map<Fact, unknown>([
    [domainManagers, value],
    [runId, '1f2e3d4c'],
    [ledger, { record: async (entry: LedgerEntry) => void entries.push(entry) }],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 60_000, concurrency: 4 })
  const learned = await store.learn(domainTrial).catch((error: unknown) => error)
  const left = new Set<string>()
  for (const { event, name } of entries) {
    if (event === 'gone') left.delete(name)
    else left.add(name)
  }
  return { learned: learned as DomainTrial, left: [...left] }
}

t.test('a cloud by the standard: everything allowed is done, everything else refused, nothing is left', async (t) => {
  const { learned, left } = await learn('standard')
  t.match(judgeActs(learned), { violations: [], undecided: undefined })
  t.same(left, [])
  t.same(learned.domains, ['scs-domain-a', 'scs-domain-b'])
  t.ok(learned.acts.some(({ isAllowed }) => !isAllowed))
})

t.test('managers without rights', async (t) => {
  const { learned, left } = await learn('absent')
  t.match(judgeActs(learned, 'users'), { violations: [{ actual: /403/ }, { actual: /403/ }] })
  t.match(judgeActs(learned, 'roles and domains'), { violations: [], undecided: { kind: 'dependency' } })
  t.same(left, [])
})

t.test('managers with rights in all domains: told, and deleted where it was made', async (t) => {
  const { learned, left } = await learn('unscoped')
  for (const topic of ['users', 'projects', 'groups', 'role assignments', 'roles and domains'] as const) {
    const { violations } = judgeActs(learned, topic)
    t.ok(violations.length > 0, topic)
    t.ok(
      violations.every(({ expected }) => expected.startsWith('may not')),
      `${topic}: no blame for what the other did`,
    )
  }
  t.same(left, [])
})

t.test('managers who may assign any role, within their domain', async (t) => {
  const { learned, left } = await learn('any-role')
  t.match(judgeActs(learned, 'roles and domains'), { violations: [{ expected: /role admin to a user on a project/ }] })
  t.same(judgeActs(learned, 'role assignments').violations, [])
  t.same(left, [])
})

t.test('a service in trouble decides nothing', async (t) => {
  const fault: Fault = { service: 'identity', method: 'PATCH', path: '/users/', action: { status: 500 } }
  const { learned, left } = await learn('standard', [fault])
  t.match(judgeActs(learned, 'users'), { violations: [], undecided: { message: /change a user/ } })
  t.match(judgeActs(learned, 'groups'), { violations: [], undecided: undefined })
  t.same(left, [])
})

t.test('a role that was not seen proves nothing: what it takes is not tried', async (t) => {
  const unseen = (name: string, action: Fault['action']): Fault => {
    return { service: 'identity', method: 'GET', path: `/roles\\?name=${name}`, action }
  }
  const renamed = { malformed: { field: 'roles', value: [] } }
  for (const action of [{ status: 500 }, renamed]) {
    const { learned, left } = await learn('any-role', [unseen('admin', action)])
    t.match(judgeActs(learned, 'roles and domains'), { violations: [], undecided: { message: /role admin/ } })
    t.same(left, [])
  }
  const { learned } = await learn('standard', [unseen('member', renamed)])
  t.match(judgeActs(learned, 'role assignments'), { violations: [], undecided: { message: /there is no role member/ } })
  const refused = await learn('standard', [unseen('member', { status: 403 })])
  t.match(judgeActs(refused.learned, 'role assignments').violations, [
    { expected: 'may find the role member by its name' },
  ])
})

t.test('who is no domain manager proves nothing', async (t) => {
  const one = await learn('standard', [], ['testbed', 'testbed-manager-b'])
  t.match(one.learned, { message: /the cloud testbed names no domain manager: .* domain_name/ })
  const twice = await learn('standard', [], ['testbed-manager-a', 'testbed-manager-a'])
  t.match(twice.learned, { message: /are of the same domain scs-domain-a/ })
  const user = { password: 'testbed', domain: 'a', domainRoles: ['manager', 'admin'] }
  const users = [
    { ...user, name: 'a' },
    { ...user, name: 'b', domain: 'b' },
  ]
  t.match((await learn('standard', [], undefined, { users })).learned, { message: /has role admin/ })
})
