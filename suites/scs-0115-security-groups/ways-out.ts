import type { Violation } from '../../src/check.ts'
import type { DefaultRules } from './facts.ts'

/** A violation for each kind of group that may not send everything over this IP version. */
export function missingWays({ from, rules }: DefaultRules, ipVersion: string, subject: string): Violation[] {
  const waysOut = rules.filter(({ direction, ethertype }) => direction === 'egress' && ethertype === ipVersion)
  const remedy = `openstack default security group rule create --egress --ethertype ${ipVersion} --for-default-sg --for-custom-sg`
  const violation = (groups: string): Violation => ({
    subject,
    expected: `a rule that lets everything out over ${ipVersion}${groups}`,
    actual: 'none',
    remedy,
  })
  if (from === 'new group') return waysOut.length > 0 ? [] : [violation('')]
  const everywhere = waysOut.filter(({ remoteIpPrefix }) => !remoteIpPrefix)
  return [
    ...(everywhere.some((rule) => rule.usedInDefaultGroup) ? [] : [violation(', for default groups')]),
    ...(everywhere.some((rule) => rule.usedInOtherGroups) ? [] : [violation(', for other groups')]),
  ]
}
