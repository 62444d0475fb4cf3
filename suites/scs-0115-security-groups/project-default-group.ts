import { check, type Finding } from '../../src/check.ts'
import { projectDefaultGroup, type GroupRule } from './project-default-group-fact.ts'

/** Rules that come with a group bear its time, give or take how long Neutron takes to make them. */
const togetherMs = 10_000

/**
 * The default group of the project under test came with rules that let nothing in from outside, and lets everything out.
 * (ours; scs-0115-default-rules has the official verdict, by the template alone)
 *
 * Users may change their group, which is no fault of the cloud. So a rule that lets in is a violation where it is as old as the
 * group, and a note where it came later. A way out that is missing may never have been there or have been deleted, and a
 * rule without a time may have come at any: both are left open.
 */
export const projectDefaultGroupCheck = check({
  id: 'scs-0115-project-default-group',
  title: 'The default security group of the project came with rules that let nothing in from outside',
  section: 'scs-0115-v1#standard',
  needs: { projectDefaultGroup },
  judge({ projectDefaultGroup: { createdAt, rules } }): Finding {
    const examined = rules.map(describe)
    const open = rules.filter(({ direction, fromPeers }) => direction === 'ingress' && !fromPeers)
    const ageMs = (rule: GroupRule) => Date.parse(rule.createdAt ?? '') - Date.parse(createdAt ?? '')
    const violations = open
      .filter((rule) => Math.abs(ageMs(rule)) <= togetherMs)
      .map((rule) => ({
        subject: 'default security group of the project',
        expected: 'it came with no rule that lets in from outside',
        actual: `${describe(rule)}, as old as the group`,
        remedy:
          'openstack default security group rule delete ID, and openstack security group rule delete ID for this group',
      }))
    const later = open.filter((rule) => ageMs(rule) > togetherMs)
    const notes = later.map((rule) => `${describe(rule)} was added at ${rule.createdAt}, by somebody in the project`)
    if (violations.length > 0) return { examined, violations, notes }
    const ageless = open.filter((rule) => Number.isNaN(ageMs(rule))).map(describe)
    const missing = ['IPv4', 'IPv6'].filter((ipVersion) => !rules.some((rule) => letsOut(rule, ipVersion)))
    const doubt = [
      ...(ageless.length > 0 ? [`it has rules without a time (${ageless.join('; ')})`] : []),
      ...(missing.length > 0 ? [`it has no rule that lets everything out over ${missing.join(' and ')}`] : []),
    ].join(', and ')
    if (doubt === '') return { examined, violations, notes }
    const message = `the default security group may have been changed: ${doubt}; look at a project that nobody has used, or attest it`
    return { examined, violations, notes, undecided: { kind: 'manual', message } }
  },
})

function letsOut({ direction, ethertype, remote }: GroupRule, ipVersion: string): boolean {
  return direction === 'egress' && ethertype === ipVersion && remote === null
}

function describe({ direction, ethertype, fromPeers, remote }: GroupRule): string {
  return `${direction} ${ethertype ?? 'any IP'}, remote ${fromPeers ? 'the group itself' : (remote ?? 'anywhere')}`
}
