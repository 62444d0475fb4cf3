import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { defaultRules } from './facts.ts'

async function learn(description: CloudDescription, ...faults: readonly Fault[]) {
  const { requests, ...rest } = await learnOn(defaultRules, description, ...faults)
  const calls = requests.filter(({ service }) => service === 'network').map(({ method, path }) => `${method} ${path}`)
  return { ...rest, calls }
}

t.test('the template, where Neutron shows one: all pages, nothing written', async (t) => {
  const rule = { direction: 'egress', ethertype: 'IPv4', usedInDefaultGroup: true, usedInOtherGroups: false } as const
  const { learned, calls, entries } = await learn({
    network: { defaultSecurityGroupRules: [rule, rule, rule], pageSize: 2 },
  })
  t.match(learned, { from: 'template', rules: [{ ...rule, remoteGroupId: null, remoteIpPrefix: null }, {}, {}] })
  t.ok(calls.every((call) => call.startsWith('GET ')))
  t.same(entries, [])
})

t.test('a rule that does not tell all of itself is not read as one without limits', async (t) => {
  const rule = { direction: 'egress', ethertype: 'IPv4', usedInDefaultGroup: true, usedInOtherGroups: true } as const
  const description = { network: { defaultSecurityGroupRules: [rule] } }
  for (const name of [
    'used_in_default_sg',
    'used_in_non_default_sg',
    'remote_ip_prefix',
    'remote_group_id',
    'ethertype',
  ]) {
    const action = { malformed: { field: `default_security_group_rules.*.${name}` } }
    const { learned } = await learn(description, { service: 'network', path: 'default-security', action })
    t.match(learned, { probe: { kind: 'malformed' } }, name)
  }
})

t.test('else the rules of a new group, which is gone afterwards', async (t) => {
  const { learned, calls, entries } = await learn({})
  t.match(learned, {
    from: 'new group',
    rules: [{ direction: 'egress', ethertype: 'IPv4' }, { ethertype: 'IPv6' }],
    leftover: null,
  })
  t.same(
    calls.slice(-5).map((call) => call.split(' ')[0]),
    ['GET', 'POST', 'GET', 'DELETE', 'GET'],
  )
  t.match(entries, [{ event: 'planned', name: 'scs-conformance-1f-sg' }, { event: 'made' }, { event: 'gone' }])
})

t.test('anything but 404 is no reason to write', async (t) => {
  const { learned, calls } = await learn(
    {},
    { service: 'network', method: 'GET', path: 'default-security', action: { status: 403 } },
  )
  t.match(learned, { probe: { kind: 'forbidden' } })
  t.ok(calls.every((call) => call.startsWith('GET ')))
})

t.test('a group that may not be made', async (t) => {
  const { learned, entries } = await learn({}, { service: 'network', method: 'POST', action: { status: 409 } })
  t.match(learned, { probe: { message: /409/ } })
  t.match(entries, [{ event: 'planned' }, { event: 'gone' }])
})

t.test('an answer that is no list of rules', async (t) => {
  const malformed = { field: 'security_group.security_group_rules.*.direction' }
  const { learned, entries } = await learn(
    {},
    { service: 'network', method: 'GET', path: 'security-groups/', times: 1, action: { malformed } },
  )
  t.match(learned, { probe: { kind: 'malformed' } })
  t.match(entries, [{ event: 'planned' }, { event: 'made' }, { event: 'gone' }])
})
