import type { Finding } from '../../src/check.ts'
import type { Visible } from '../../src/kubernetes/visible.ts'
import type { ApiServerMetrics } from '../../src/kubernetes/api-server-metrics.ts'
import type { ControlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags, listIn } from './judge-flags.ts'

/**
 * Judges whether an admission controller that is off by default is on. Where the flags of an API server are seen without it, it
 * is off; where none are seen, metrics may show it at work. What metrics do not name may only have had nothing to do.
 */
export function judgeAdmissionPlugin(
  plugin: string,
  controlPlane: ControlPlane,
  apiServerMetrics: Visible<ApiServerMetrics>,
  remedy: string,
): Finding {
  const atWork: Finding | undefined = apiServerMetrics.seen?.admissionPlugins.includes(plugin)
    ? { examined: [`${plugin}, at work by the metrics of the API server`], violations: [] }
    : undefined
  return judgeFlags(
    controlPlane,
    'kube-apiserver',
    (flags, subject) => {
      const enabled = listIn(flags['enable-admission-plugins'])
      const disabled = listIn(flags['disable-admission-plugins'])
      if (enabled.includes(plugin) && !disabled.includes(plugin)) return {}
      const actual = enabled.length > 0 ? `--enable-admission-plugins=${enabled.join(',')}` : 'not enabled'
      return { violations: [{ subject, expected: `${plugin} among the admission plug-ins`, actual, remedy }] }
    },
    atWork,
  )
}
