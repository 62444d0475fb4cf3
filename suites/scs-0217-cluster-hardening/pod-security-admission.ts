import { check, type Finding } from '../../src/check.ts'
import type { CauseKind } from '../../src/fact.ts'
import { apiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import { attest } from '../control-plane-flags/judge-flags.ts'
import { podSecurityTrial } from './pod-security-trial.ts'

/**
 * Clause (MUST): the admission controller that enforces pod security policies for each namespace is on.
 *
 * In a namespace labelled to enforce Baseline, a privileged pod is refused by that controller, in its own words. If it is let
 * in, the label is worth nothing, or the user of this run is exempt: a violation where the API server's metrics do not know
 * the controller, which has just had a pod to look at; undecided where they do, or cannot be seen. If some other policy has
 * refused first, nothing was seen of the controller.
 */
export const podSecurityAdmission = check({
  id: 'scs-0217-pod-security-admission',
  title: 'The Pod Security admission controller enforces what the labels of a namespace say',
  section: 'scs-0217-v1#standard',
  needs: { podSecurityTrial, apiServerMetrics },
  judge({ podSecurityTrial: { enforced, leftovers }, apiServerMetrics }): Finding {
    const examined = ['a privileged pod in a namespace that enforces baseline']
    const notes = leftovers
    if (enforced.outcome === 'PodSecurity') return { examined, violations: [], notes }
    const atWork = apiServerMetrics.seen?.admissionPlugins.includes('PodSecurity')
    if (enforced.outcome === 'accepted' && atWork === false) {
      const violation = {
        subject: 'Pod Security admission',
        expected: 'a privileged pod is refused where the namespace enforces baseline',
        actual: 'it was accepted',
        remedy: 'take PodSecurity out of --disable-admission-plugins of kube-apiserver',
      }
      return { examined, violations: [violation], notes }
    }
    if (enforced.outcome === 'other' && atWork) {
      return { examined: [...examined, 'PodSecurity, at work by the metrics of the API server'], violations: [], notes }
    }
    const undecided = (kind: CauseKind, message: string): Finding => ({
      examined,
      violations: [],
      notes,
      undecided: { kind, message: `${message}; ${attest}` },
    })
    if (enforced.outcome === 'other')
      return undecided('manual', `another policy refused the privileged pod first (${enforced.said})`)
    if (apiServerMetrics.seen)
      return undecided(
        'manual',
        'the controller is at work, but let in a privileged pod of this user, who may be exempt',
      )
    return undecided(
      apiServerMetrics.hidden === 'forbidden' ? 'forbidden' : 'manual',
      `a privileged pod of this user was let in, who may be exempt, and metrics that would tell are not seen (${apiServerMetrics.message})`,
    )
  },
})
