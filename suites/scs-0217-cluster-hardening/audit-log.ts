import { check, type Finding } from '../../src/check.ts'
import { apiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags } from '../control-plane-flags/judge-flags.ts'

/**
 * The API server keeps an audit log: it has a policy and a place for the events. Ours, recommended: the standard speaks of the
 * audit log only as the place where violations of pod security are noted, and counts on its being there.
 *
 * Where no flags are seen, metrics that count events show it at work.
 */
export const auditLog = check({
  id: 'scs-0217-audit-log',
  title: 'The API server keeps an audit log (recommended)',
  section: 'scs-0217-v1#pod-security-policies',
  needs: { controlPlane, apiServerMetrics },
  judge({ controlPlane, apiServerMetrics }) {
    const events = apiServerMetrics.seen?.auditEvents ?? 0
    const counted: Finding | undefined =
      events > 0
        ? { examined: [`${events} audit events, by the metrics of the API server`], violations: [] }
        : undefined
    return judgeFlags(
      controlPlane,
      'kube-apiserver',
      (flags, subject) => {
        const place = flags['audit-log-path'] ?? flags['audit-webhook-config-file']
        if (flags['audit-policy-file'] && place) return {}
        const missing = flags['audit-policy-file']
          ? '--audit-log-path or --audit-webhook-config-file'
          : '--audit-policy-file'
        const remedy = 'start kube-apiserver with --audit-policy-file and --audit-log-path'
        return {
          violations: [{ subject, expected: 'a policy and a place for audit events', actual: `no ${missing}`, remedy }],
        }
      },
      counted,
    )
  },
})
