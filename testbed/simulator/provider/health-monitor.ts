import type { Reply } from '../router.ts'
import type { HealthMonitorDescription } from './description.ts'

/** What a health monitor shows, in the format that the description says. */
export function healthMonitorReply(monitor: HealthMonitorDescription, now: number): Reply {
  const at = now - monitor.lastResultMinutesAgo * 60_000
  switch (monitor.format) {
    case 'openmetrics':
      return text(
        'application/openmetrics-text; version=1.0.0; charset=utf-8',
        `${exposition(monitor, at, true)}# EOF\n`,
      )
    case 'text':
      return text('text/plain; version=0.0.4; charset=utf-8', exposition(monitor, at, false))
    case 'influxdb': {
      const columns = ['time', 'last']
      const series = [{ name: monitor.cloud, columns, values: [[new Date(at).toISOString(), 0]] }]
      return { status: 200, body: { results: [{ statement_id: 0, series }] } }
    }
    case 'prometheus': {
      const job = 'SCS-Health-Monitor'
      const result = [
        { metric: { __name__: 'total_test_duration_seconds', job }, value: [now / 1000, '713.8'] },
        { metric: { __name__: 'push_time_seconds', job }, value: [now / 1000, String(at / 1000)] },
      ]
      return { status: 200, body: { status: 'success', data: { resultType: 'vector', result } } }
    }
    case 'html':
      return text('text/html; charset=utf-8', '<!doctype html>\n<title>Health</title>\n<div id="grafana"></div>\n')
  }
}

const text = (type: string, body: string): Reply => ({ status: 200, headers: { 'Content-Type': type }, body })

/** As a Pushgateway shows what the SCS Health Monitor has pushed. */
function exposition({ cloud, availability }: HealthMonitorDescription, at: number, isOpen: boolean): string {
  const requests = isOpen ? 'openstack_http_requests' : 'openstack_http_requests_total'
  const job = `cloud="${cloud}",job="SCS-Health-Monitor"`
  const call = (service: string, status: number, count: number) =>
    `openstack_http_requests_total{${job},command="api-call",method="GET",service_type="${service}",status_code="${status}"} ${count}\n`
  return (
    `# HELP ${requests} Number of HTTP requests made to an OpenStack service\n# TYPE ${requests} counter\n` +
    call('compute', 200, 412) +
    call('network', 200, 655) +
    call('network', 503, 1) +
    `# HELP ssh_connect_duration_seconds Durations of SSH connections\n# TYPE ssh_connect_duration_seconds histogram\n` +
    `ssh_connect_duration_seconds_bucket{${job},le="1.0"} 7\nssh_connect_duration_seconds_bucket{${job},le="+Inf"} 8\n` +
    `ssh_connect_duration_seconds_sum{${job}} 9.5\nssh_connect_duration_seconds_count{${job}} 8\n` +
    `# HELP total_test_duration_seconds Total duration of test run\n# TYPE total_test_duration_seconds gauge\n` +
    `total_test_duration_seconds{${job},command="totDur"} 713.8\n` +
    `# HELP push_time_seconds Last Unix time when changing this group in the Pushgateway succeeded.\n` +
    `# TYPE push_time_seconds gauge\npush_time_seconds{job="SCS-Health-Monitor"} ${(at / 1000).toExponential()}\n` +
    (availability.length === 0 ? '' : '# TYPE availability_ratio gauge\n') +
    availability
      .map(
        ({ service, ratio, window }) => `availability_ratio{${job},service="${service}",window="${window}"} ${ratio}\n`,
      )
      .join('')
  )
}
