import { check } from '../../src/check.ts'
import { apiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeAdmissionPlugin } from '../control-plane-flags/judge-admission-plugin.ts'

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
  judge: ({ controlPlane, apiServerMetrics }) =>
    judgeAdmissionPlugin(
      'NodeRestriction',
      controlPlane,
      apiServerMetrics,
      'add NodeRestriction to --enable-admission-plugins of kube-apiserver',
    ),
})
