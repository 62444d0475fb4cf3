import { fact, type Fact } from '../fact.ts'
import { kubernetes } from './facts.ts'
import { whereVisible, type Visible } from './visible.ts'

/** What an API server has counted since it was started, as far as checks ask for it. */
export interface ApiServerMetrics {
  /** Admission plug-ins that have looked at a request, by name. */
  readonly admissionPlugins: readonly string[]
  /** Audit events sent to a backend; null where it does not say. */
  readonly auditEvents: number | null
}

/**
 * `/metrics` of the API server that answers, one of several maybe. What it names has been at work. What it does not name may
 * only have had nothing to do yet, so that is no evidence.
 */
export const apiServerMetrics: Fact<Visible<ApiServerMetrics>> = fact({
  name: 'metrics of the API server',
  needs: { kubernetes },
  cost: { reads: 1 },
  load: ({ kubernetes }) =>
    whereVisible(async () => {
      const plugins = new Set<string>()
      let auditEvents: number | null = null
      const onLine = (line: string) => {
        const plugin = admission.exec(line)?.[1]
        if (plugin !== undefined) plugins.add(plugin)
        const events = audit.exec(line)?.[1]
        if (events !== undefined) auditEvents = Number(events)
      }
      // Some megabytes: read as they come, nothing is kept but what is asked for.
      let rest = ''
      await kubernetes.stream({ path: '/metrics' }, (text) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) onLine(line)
      })
      onLine(rest)
      return { admissionPlugins: [...plugins].toSorted(), auditEvents }
    }),
})

const admission = /^apiserver_admission_controller_admission_duration_seconds_count\{.*?\bname="(\w+)"/
const audit = /^apiserver_audit_event_total (\d[\d.e+]*)$/
