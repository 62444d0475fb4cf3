import { check, type Finding } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags, listIn } from '../control-plane-flags/judge-flags.ts'
import { accessReviews, type AccessReviews } from './access-reviews.ts'

/**
 * Clause (MUST): Node authorization is active, and RBAC, ABAC or Webhook too.
 *
 * Seen in `--authorization-mode` of the API server, whose default is AlwaysAllow. AlwaysAllow beside others makes them void:
 * a violation, and so is that somebody unknown may do everything. Where flags are hidden or point to a file, the API server
 * is asked about a made-up node and a made-up user: Node and RBAC give their answers reasons in words of their own.
 */
export const authorizationModes = check({
  id: 'scs-0217-authorization-modes',
  title: 'Node authorization is active, and RBAC, ABAC or Webhook beside it',
  section: 'scs-0217-v1#standard',
  needs: { controlPlane, accessReviews },
  judge({ controlPlane, accessReviews }): Finding {
    const expected = 'Node and one of RBAC, ABAC, Webhook; not AlwaysAllow'
    const remedy = 'start kube-apiserver with --authorization-mode=Node,RBAC'
    if (accessReviews.seen?.nobodyDoesAll.allowed) {
      const actual = 'somebody unknown, in no group, may do everything'
      return { examined: ['access reviews'], violations: [{ subject: 'the API server', expected, actual, remedy }] }
    }
    const asked = accessReviews.seen && spoke(accessReviews.seen)
    return judgeFlags(
      controlPlane,
      'kube-apiserver',
      (flags, subject) => {
        if (flags['authorization-config'])
          return { unclear: `${subject} takes its authorizers from a file that cannot be seen` }
        const modes = listIn(flags['authorization-mode'] ?? 'AlwaysAllow')
        const other = modes.some((mode) => ['RBAC', 'ABAC', 'Webhook'].includes(mode))
        if (modes.includes('Node') && other && !modes.includes('AlwaysAllow')) return {}
        return { violations: [{ subject, expected, actual: modes.join(', '), remedy }] }
      },
      asked ?? undefined,
    )
  },
})

function spoke({ nodeReadsSecret, anybodyReadsVersion }: AccessReviews): Finding | undefined {
  const node = nodeReadsSecret.reason.includes('no relationship found between node')
  const rbac = anybodyReadsVersion.reason.startsWith('RBAC: allowed by')
  return node && rbac ? { examined: ['Node and RBAC, by the reasons of access reviews'], violations: [] } : undefined
}
