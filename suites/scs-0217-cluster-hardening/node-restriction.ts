import { check, type Finding } from '../../src/check.ts'
import { apiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags, listIn } from '../control-plane-flags/judge-flags.ts'

/**
 * Clause (MUST): the admission controller that keeps a kubelet to its own node and pods is on.
 *
 * Seen in `--enable-admission-plugins`; it is off by default, so where the flags are seen without it, it is off. Where no flags
 * are seen, the API server's metrics show it at work.
 */
export const nodeRestriction = check({
  id: 'scs-0217-node-restriction',
  title: 'The admission controller NodeRestriction is active',
  section: 'scs-0217-v1#standard',
  needs: { controlPlane, apiServerMetrics },
  judge({ controlPlane, apiServerMetrics }) {
    const atWork: Finding | undefined = apiServerMetrics.seen?.admissionPlugins.includes('NodeRestriction')
      ? { examined: ['NodeRestriction, at work by the metrics of the API server'], violations: [] }
      : undefined
    return judgeFlags(
      controlPlane,
      'kube-apiserver',
      (flags, subject) => {
        const enabled = listIn(flags['enable-admission-plugins'])
        const disabled = listIn(flags['disable-admission-plugins'])
        if (enabled.includes('NodeRestriction') && !disabled.includes('NodeRestriction')) return {}
        const actual = enabled.length > 0 ? `--enable-admission-plugins=${enabled.join(',')}` : 'not enabled'
        const remedy = 'add NodeRestriction to --enable-admission-plugins of kube-apiserver'
        return { violations: [{ subject, expected: 'NodeRestriction among the admission plug-ins', actual, remedy }] }
      },
      atWork,
    )
  },
})
