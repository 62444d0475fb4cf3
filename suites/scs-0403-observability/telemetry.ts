/** One kind of telemetry that scs-0403 says MUST be fetched, and the metrics by which it is known. */
export interface Kind {
  /** As the decision record has it. */
  readonly what: string
  /** One of them is enough: of node_exporter, kubelet, kube-state-metrics, blackbox exporter, API server, OpenTelemetry. */
  readonly metrics: readonly string[]
  /** Looked for in the namespace kube-system alone: whatever runs elsewhere is the customer's. */
  readonly ofSystem?: true
}

export const kinds: readonly Kind[] = [
  { what: 'CPU', metrics: ['node_cpu_seconds_total', 'node_cpu_usage_seconds_total', 'system_cpu_time_seconds_total'] },
  {
    what: 'RAM',
    metrics: ['node_memory_MemAvailable_bytes', 'node_memory_working_set_bytes', 'system_memory_usage_bytes'],
  },
  {
    what: 'disk',
    metrics: ['node_filesystem_avail_bytes', 'node_disk_io_time_seconds_total', 'system_filesystem_usage_bytes'],
  },
  { what: 'network', metrics: ['node_network_receive_bytes_total', 'system_network_io_bytes_total'] },
  {
    what: 'HTTP connectivity',
    metrics: ['probe_success', 'probe_http_status_code', 'probe_duration_seconds', 'httpcheck_status'],
  },
  {
    what: 'control plane',
    metrics: ['apiserver_request_total', 'etcd_server_has_leader', 'k8s_apiserver_request_total'],
  },
  { what: 'pods', metrics: ['kube_pod_status_ready', 'kube_pod_status_phase', 'k8s_pod_phase'], ofSystem: true },
  {
    what: 'certificates of Kubernetes',
    metrics: [
      'apiserver_client_certificate_expiration_seconds_count',
      'kubelet_certificate_manager_client_ttl_seconds',
      'kubelet_certificate_manager_client_expiration_renew_errors',
      'x509_cert_not_after',
    ],
  },
  {
    what: 'underlying nodes',
    metrics: ['kube_node_status_condition', 'node_load1', 'node_boot_time_seconds', 'k8s_node_condition_ready'],
  },
]

/** Where exporters tell the namespace of a pod: kube-state-metrics, scraped with and without honor_labels, and OpenTelemetry. */
const namespaceLabels = ['namespace', 'exported_namespace', 'k8s_namespace_name']

/** Counts series and tells none of their labels but the name of the metric. */
export function queryOf({ metrics, ofSystem }: Pick<Kind, 'metrics' | 'ofSystem'>): string {
  const named = `__name__=~"${metrics.join('|')}"`
  const selectors = ofSystem ? namespaceLabels.map((label) => `{${named},${label}="kube-system"}`) : [`{${named}}`]
  return `count by (__name__) (${selectors.join(' or ')})`
}
