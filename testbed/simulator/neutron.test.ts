import { t } from 'tap'
import { startSimulator } from './index.ts'
import { first, login } from './test-client.ts'

const groups = '/networking/v2.0/security-groups'

t.test('before 2024.1: no default rules, a new group lets everything out', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  t.equal((await client.get('/networking/v2.0/default-security-group-rules')).status, 404)
  t.equal((await client.get('/networking/v2.0/extensions/security-groups-default-rules')).status, 404)
  const { status, body } = await client.send('POST', groups, { security_group: { name: 'x' } })
  t.equal(status, 201)
  const rules = body.security_group.security_group_rules
  t.same(
    rules.map((rule) => [rule['direction'], rule['ethertype'], rule['remote_ip_prefix']]),
    [
      ['egress', 'IPv4', null],
      ['egress', 'IPv6', null],
    ],
  )
  const path = `${groups}/${body.security_group.id}`
  t.same((await client.get(path)).body, body)
  t.equal(
    (await client.get(`/networking/v2.0/security-group-rules?security_group_id=${body.security_group.id}`)).body
      .security_group_rules.length,
    2,
  )
  t.equal((await client.send('DELETE', path)).status, 204)
  t.match(await client.send('DELETE', path), { status: 404, body: { NeutronError: { type: 'SecurityGroupNotFound' } } })
})

t.test('every project has a default group that stays', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  const { body } = await client.get(`${groups}?fields=id&fields=name`)
  t.match(body.security_groups, [{ name: 'default' }])
  t.match(await client.send('DELETE', `${groups}/${body.security_groups[0]?.id}`), {
    status: 409,
    body: { NeutronError: { type: 'SecurityGroupInUse' } },
  })
  t.equal((await (await login(simulator, 'admin')).get(`${groups}/${body.security_groups[0]?.id}`)).status, 404)
})

t.test('from 2024.1: default rules are listed and used', async (t) => {
  const defaultSecurityGroupRules = [
    { direction: 'egress' },
    { direction: 'ingress', remoteGroupId: 'PARENT', usedInOtherGroups: false },
    { direction: 'ingress', protocol: 'tcp', portMin: 22, portMax: 22, usedInDefaultGroup: false },
  ] as const
  await using simulator = await startSimulator({ description: { network: { defaultSecurityGroupRules } } })
  const client = await login(simulator)
  t.match((await client.get('/networking/v2.0/default-security-group-rules')).body.default_security_group_rules, [
    { direction: 'egress', ethertype: 'IPv4', used_in_default_sg: true, used_in_non_default_sg: true },
    { remote_group_id: 'PARENT', used_in_non_default_sg: false },
    { port_range_min: 22, used_in_default_sg: false },
  ])
  t.equal((await client.get('/networking/v2.0/extensions/security-groups-default-rules')).status, 200)
  const made = await client.send('POST', groups, { security_group: { name: 'x' } })
  t.match(made.body.security_group.security_group_rules, [{ direction: 'egress' }, { port_range_max: 22 }])
})

t.test('a lax cloud opens new groups', async (t) => {
  await using simulator = await startSimulator({
    description: { network: { securityGroupRules: [{ direction: 'ingress', protocol: 'icmp' }] } },
  })
  const { body } = await (await login(simulator)).send('POST', groups, { security_group: {} })
  t.match(body.security_group.security_group_rules, [{ direction: 'ingress', protocol: 'icmp' }])
})

t.test('pages only where a limit is asked for or configured', async (t) => {
  await using simulator = await startSimulator({ description: { network: { pageSize: 2 } } })
  const client = await login(simulator)
  for (const name of ['a', 'b']) await client.send('POST', groups, { security_group: { name } })
  const page = await client.get(groups)
  t.equal(page.body.security_groups.length, 2)
  const second = await client.get(first(page.body.security_groups_links).href.slice(simulator.url.length))
  t.match(second.body, { security_groups: [{}], security_groups_links: [{ rel: 'previous' }] })
  t.equal((await client.get(`${groups}?limit=x`)).status, 400)
  t.equal((await client.get(`${groups}?unknown=x`)).status, 400)
  t.equal((await client.send('POST', groups, {})).status, 400)
  t.equal((await client.send('POST', groups, '{')).status, 400)
})
