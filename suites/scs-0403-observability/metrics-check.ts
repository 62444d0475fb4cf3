import { check, type Finding } from '../../src/check.ts'
import { telemetry } from './facts.ts'
import { noPrometheus } from './not-handed-in.ts'

/**
 * The metrics that scs-0403 says MUST be fetched are scraped now: CPU, RAM, disk, network, HTTP connectivity, control plane and
 * pods, certificates, underlying nodes.
 *
 * The decision record names kinds and a stack, not metrics: a kind is there if any metric by which that stack or OpenTelemetry
 * tells it has a series at this moment. Only series are counted, and pods only of kube-system, as metrics of what customers run
 * MUST NOT be fetched. A Prometheus without any target was hardly meant: undecided. Logs of control plane, kubelet and containerd
 * must be fetched too; they are in no Prometheus, and not looked at.
 */
export const metricsCheck = check({
  id: 'scs-0403-metrics',
  title: 'The metrics that scs-0403 names are scraped',
  section: 'scs-0403-v1#requirements',
  needs: { telemetry },
  judge({ telemetry }): Finding {
    if (!telemetry) return noPrometheus
    const { url, targets, kinds } = telemetry
    const examined = kinds.flatMap(({ what, found }) =>
      found.map(({ metric, series }) => `${what}: ${metric} (${series} series)`),
    )
    const notes = ['not looked at: logs of control plane, kubelet and containerd']
    if (targets === 0) {
      const message = `${url} scrapes nothing at all (no series of up): name the Prometheus, or the store behind it, that observes the clusters`
      return { examined, violations: [], notes, undecided: { kind: 'dependency', message } }
    }
    const violations = kinds
      .filter(({ found }) => found.length === 0)
      .map(({ what, wanted }) => ({
        subject: `metrics of ${what}`,
        expected: `a series of ${wanted.join(' or ')}`,
        actual: 'none is scraped now',
        remedy:
          'let Prometheus scrape node_exporter, kubelet, kube-state-metrics, the API server and a blackbox exporter',
      }))
    return { examined, violations, notes }
  },
})
