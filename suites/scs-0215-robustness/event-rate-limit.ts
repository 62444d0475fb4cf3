import { check } from '../../src/check.ts'
import { apiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeAdmissionPlugin } from '../control-plane-flags/judge-admission-plugin.ts'

/**
 * Clause (MUST): an admission controller limits the rate of requests, with an EventRateLimit configuration.
 *
 * Activated is what `--enable-admission-plugins` names; it is off by default, so where that is seen without it, it is off. It
 * does not start without a configuration, which is in a file that nobody sees from here. Where no flags are seen, the API
 * server's metrics may show it at work.
 */
export const eventRateLimit = check({
  id: 'scs-0215-event-rate-limit',
  title: 'The admission controller EventRateLimit is active',
  section: 'scs-0215-v1#kube-api-rate-limiting-1',
  needs: { controlPlane, apiServerMetrics },
  judge: ({ controlPlane, apiServerMetrics }) =>
    judgeAdmissionPlugin(
      'EventRateLimit',
      controlPlane,
      apiServerMetrics,
      'add EventRateLimit to --enable-admission-plugins, and its limits to the file of --admission-control-config-file',
    ),
})
