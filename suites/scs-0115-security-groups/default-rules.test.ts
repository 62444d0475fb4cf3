import t from 'tap'
import { defaultRulesCheck } from './default-rules.ts'
import type { Rule } from './facts.ts'

function rule(changes: Partial<Rule> = {}): Rule {
  const used = { usedInDefaultGroup: true, usedInOtherGroups: true }
  return { direction: 'egress', ethertype: 'IPv4', remoteGroupId: null, remoteIpPrefix: null, ...used, ...changes }
}

const out = [rule(), rule({ ethertype: 'IPv6' })]
const fromPeers = rule({ direction: 'ingress', remoteGroupId: 'PARENT', usedInOtherGroups: false })

const template = (...rules: readonly Rule[]) => defaultRulesCheck.judge({ defaultRules: { from: 'template', rules } })
const newGroup = (...rules: readonly Rule[]) =>
  defaultRulesCheck.judge({ defaultRules: { from: 'new group', rules, leftover: null } })

t.test('everything out, nothing in but from the same group', async (t) => {
  t.match(template(...out, fromPeers), {
    violations: [],
    examined: ['egress IPv4, remote anywhere, for default groups and other groups', /IPv6/, /^ingress/],
  })
  t.same(newGroup(...out).violations, [])
})

t.test('something else in', async (t) => {
  for (const change of [
    { usedInOtherGroups: true },
    { remoteGroupId: 'x' },
    { remoteGroupId: null },
    { remoteGroupId: null, remoteIpPrefix: '10.0.0.0/8' },
  ])
    t.match(template(...out, { ...fromPeers, ...change }).violations, [{ expected: 'nothing is let in from outside' }])
  t.equal(newGroup(...out, fromPeers).violations.length, 1, 'a new group lets not even its peers in')
})

t.test('not everything out', async (t) => {
  t.match(template(rule()).violations, [
    { expected: /over IPv6, for default groups/ },
    { expected: /over IPv6, for other groups/ },
  ])
  t.equal(template(rule(), rule({ ethertype: 'IPv6', remoteIpPrefix: '::/0' })).violations.length, 2)
  t.same(template(rule(), rule({ ethertype: 'IPv6', remoteIpPrefix: '' })).violations, [])
  t.match(template(rule(), rule({ ethertype: 'IPv6', usedInOtherGroups: false })).violations, [
    { expected: /for other groups/ },
  ])
  const halves = [
    rule({ ethertype: 'IPv6', usedInOtherGroups: false }),
    rule({ ethertype: 'IPv6', usedInDefaultGroup: false }),
  ]
  t.same(template(rule(), ...halves).violations, [], 'two rules may share the work')
  t.equal(template().violations.length, 4)
  t.equal(template(rule(), rule({ ethertype: null })).violations.length, 2)
})

t.test('a new group: any way out will do', async (t) => {
  t.same(newGroup(rule({ remoteIpPrefix: '0.0.0.0/0' }), rule({ ethertype: 'IPv6' })).violations, [])
  t.match(newGroup(rule()).violations, [
    { subject: 'rules of a new security group', expected: 'a rule that lets everything out over IPv6' },
  ])
})

t.test('a group that stays: undecided where its deletion was refused, else a note', async (t) => {
  const judge = (refused: 'forbidden' | null) =>
    defaultRulesCheck.judge({
      defaultRules: { from: 'new group', rules: out, leftover: { refused, message: 'still there' } },
    })
  t.match(judge('forbidden'), {
    violations: [],
    notes: ['still there'],
    undecided: { kind: 'forbidden', message: 'still there' },
  })
  t.match(judge(null), { violations: [], notes: ['still there'], undecided: undefined })
})
