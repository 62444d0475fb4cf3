import { check, type Finding } from '../../src/check.ts'
import { describe } from './describe.ts'
import { defaultRules, type DefaultRules, type Rule } from './facts.ts'
import { missingWays } from './ways-out.ts'

/**
 * What a security group starts with lets nothing in from outside and everything out, over IPv4 and IPv6.
 *
 * Read from the template that Neutron shows. Allowed in is only traffic from the same group (`PARENT`), and that only where
 * the rule is not put into every group. A rule that lets out to an address range, be it 0.0.0.0/0, is not "everything"; a
 * rule with other limits (protocol, ports) is, as in the official suite, and so are rules for either kind of group in turn.
 *
 * A Neutron without the template gives a new group its fixed rules: none of them may let in, and one of each IP version lets
 * out. If that group could then not be deleted, the official suite gives no verdict, so neither do we.
 */
export const defaultRulesCheck = check({
  id: 'scs-0115-default-rules',
  title: 'The default rules of security groups let nothing in from outside and everything out',
  section: 'scs-0115-v1#standard',
  needs: { defaultRules },
  judge({ defaultRules }) {
    const { from, rules } = defaultRules
    const where = from === 'template' ? 'default security group rules' : 'rules of a new security group'
    const open = rules.filter((rule) => rule.direction === 'ingress' && !(from === 'template' && isFromPeers(rule)))
    const letsIn = open.map((rule) => ({
      subject: where,
      expected: 'nothing is let in from outside',
      actual: `an ingress rule ${describe(rule)}`,
      remedy: 'openstack default security group rule delete ID',
    }))
    const missing = ['IPv4', 'IPv6'].flatMap((ipVersion) => missingWays(defaultRules, ipVersion, where))
    const examined = rules.map((rule) => `${rule.direction} ${describe(rule)}`)
    return { examined, violations: [...letsIn, ...missing], ...aftermath(defaultRules) }
  },
})

function isFromPeers({ remoteGroupId, usedInOtherGroups }: Rule): boolean {
  return remoteGroupId === 'PARENT' && !usedInOtherGroups
}

function aftermath(defaultRules: DefaultRules): Pick<Finding, 'notes' | 'undecided'> {
  if (defaultRules.from === 'template' || !defaultRules.leftover) return {}
  const { refused, message } = defaultRules.leftover
  return { notes: [message], ...(refused ? { undecided: { kind: refused, message } } : {}) }
}
