import { check } from '../../src/check.ts'
import { sharingTrial } from './sharing-trial.ts'

/**
 * Users may not make Networking RBAC rules, so that nobody can pass off a network of his own as the provider's.
 * (the standard: SHOULD)
 *
 * 403 with words of Neutron is the refusal; without, it may come from what stands in front of it. An answer that says the made-up network is not there comes from a Neutron that had already agreed: a
 * violation. Any other leaves it open.
 */
export const sharingRefusedCheck = check({
  id: 'scs-0126-sharing-refused',
  title: 'Users may not share networks with other projects',
  section: 'scs-0126-v1#rbac-restrictions',
  needs: { sharingTrial },
  judge({ sharingTrial: { status, message, soughtNetwork } }) {
    const examined = ['POST /rbac-policies for a network that does not exist']
    if (status === 403 && message !== '') return { examined, violations: [] }
    if (soughtNetwork || status < 300) {
      const violation = {
        subject: 'Networking RBAC rules',
        expected: 'users may not make any',
        actual: `a user may: the rule was only turned down because there is no such network (${status})`,
        remedy: 'set "create_rbac_policy": "rule:admin_only" in policy.yaml of Neutron',
      }
      return { examined, violations: [violation] }
    }
    const what = `Neutron answered ${status}${message === '' ? '' : `: ${message}`}`
    return {
      examined,
      violations: [],
      undecided: {
        kind: 'malformed',
        message: `${what}, which tells neither that users may share nor that they may not`,
      },
    }
  },
})
