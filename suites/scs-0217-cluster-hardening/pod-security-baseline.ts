import { check, type Finding } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { attest } from '../control-plane-flags/judge-flags.ts'
import { namespacePolicies } from './namespace-policies.ts'
import { podSecurityTrial } from './pod-security-trial.ts'

/**
 * Clause (MUST): policies of the pod security standards are active for the cluster, Baseline at least.
 *
 * Looked at in a new namespace without labels: a privileged pod is refused (by Pod Security or another policy, and a harmless
 * one is not), or warned of; the mode `enforce` is only recommended. If it is let in silently, a policy may still be there in
 * mode `audit`, or for the namespaces that have labels, and nobody sees whether that is enough. It is a violation only where
 * no namespace has such a label and the API server is seen to have no configuration for admission.
 */
export const podSecurityBaseline = check({
  id: 'scs-0217-pod-security-baseline',
  title: 'At least the Baseline policy is active for the pods of the cluster',
  section: 'scs-0217-v1#standard',
  needs: { podSecurityTrial, namespacePolicies, controlPlane },
  judge({ podSecurityTrial: { privileged, harmless, leftovers }, namespacePolicies, controlPlane }): Finding {
    const labels = namespacePolicies.map(({ namespace, policies }) => `namespace ${namespace}: ${policies.join(', ')}`)
    const examined = ['a privileged pod in a new namespace', ...labels]
    const seen = (notes: readonly string[]): Finding => ({ examined, violations: [], notes: [...notes, ...leftovers] })
    const undecided = (message: string): Finding => ({ ...seen([]), undecided: { kind: 'manual', message } })

    if (privileged.outcome !== 'accepted') {
      if (harmless.outcome === 'accepted') return seen([])
      return undecided(
        `in a new namespace a harmless pod is refused too (${harmless.said}), so a refusal tells nothing; ${attest}`,
      )
    }
    if (privileged.said.includes('would violate PodSecurity')) {
      return seen([`a privileged pod is only warned of (${privileged.said}); the mode enforce is recommended`])
    }
    if (labels.length > 0) {
      const names = namespacePolicies.map(({ namespace }) => namespace).join(', ')
      return undecided(
        `a privileged pod is let into a new namespace, but by label there is a policy for ${names}; whether that is enough, ${attest}`,
      )
    }
    const servers = controlPlane.processes.filter(({ component }) => component === 'kube-apiserver')
    const isOpen = servers.some(({ flags, unseen }) => flags['admission-control-config-file'] || unseen !== undefined)
    if (servers.length === 0 || isOpen) {
      return undecided(
        `a privileged pod is let into a new namespace; a policy in mode audit would not be seen: ${attest}`,
      )
    }
    const violation = {
      subject: 'pods of the cluster',
      expected: 'at least the policy Baseline, for all namespaces or by label',
      actual:
        'a privileged pod is let in silently, no namespace has a policy, and the API server has no configuration for one',
      remedy: 'set a default of baseline in the file of --admission-control-config-file, or label the namespaces',
    }
    return { ...seen([]), violations: [violation] }
  },
})
