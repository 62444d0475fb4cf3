import t from 'tap'
import { learn } from '../../testbed/learn.ts'
import { projectDefaultGroup, type GroupRule } from './project-default-group-fact.ts'
import { projectDefaultGroupCheck } from './project-default-group.ts'

const born = '2026-01-01T00:00:00Z'
const rule = (changes: Partial<GroupRule> = {}): GroupRule => {
  return { direction: 'egress', ethertype: 'IPv4', fromPeers: false, remote: null, createdAt: born, ...changes }
}
const out = [rule(), rule({ ethertype: 'IPv6' })]
const letsIn = rule({ direction: 'ingress' })
const judge = (...rules: readonly GroupRule[]) =>
  projectDefaultGroupCheck.judge({ projectDefaultGroup: { createdAt: born, rules } })

t.test('everything out, and only the group itself in', async (t) => {
  t.match(judge(...out, { ...letsIn, fromPeers: true, remote: 'own' }), { violations: [], undecided: undefined })
})

t.test('a way in: as old as the group, later, or of unknown age', async (t) => {
  t.match(judge(...out, letsIn).violations, [{ actual: 'ingress IPv4, remote anywhere, as old as the group' }])
  t.match(judge({ ...letsIn, remote: '10.0.0.0/8' }), { violations: [{ actual: /10\.0/ }], undecided: undefined })
  const later = judge(...out, { ...letsIn, createdAt: '2026-01-01T00:01:00Z' })
  t.match(later, { violations: [], undecided: undefined, notes: [/added at 2026-01-01T00:01:00Z/] })
  t.match(judge(...out, { ...letsIn, createdAt: null }), { violations: [], undecided: { kind: 'manual' } })
})

t.test('no way out: left open', async (t) => {
  t.match(judge(rule()), { violations: [], undecided: { kind: 'manual', message: /over IPv6;/ } })
  t.match(judge(rule(), rule({ ethertype: 'IPv6', remote: '::/0' })), { undecided: { message: /over IPv6;/ } })
})

t.test('learned from the project', async (t) => {
  const { learned, requests } = await learn(projectDefaultGroup, {})
  t.match(learned, { rules: [{ direction: 'egress' }, {}, { fromPeers: true, remote: /./ }, { ethertype: 'IPv6' }] })
  t.ok(requests.filter(({ service }) => service === 'network').every(({ method }) => method === 'GET'))
  const nowhere = { malformed: { field: 'security_groups.*.security_group_rules.*.remote_group_id' } }
  const blind = await learn(projectDefaultGroup, {}, { service: 'network', path: 'security-groups', action: nowhere })
  t.match(blind.learned, { probe: { kind: 'malformed', message: /remote_group_id/ } })
  const action = { malformed: { field: 'security_groups.*.project_id', value: 'another' } }
  const { learned: none } = await learn(
    projectDefaultGroup,
    {},
    { service: 'network', path: 'security-groups', action },
  )
  t.match(none, { probe: { kind: 'malformed', message: /no default group/ } })
})
