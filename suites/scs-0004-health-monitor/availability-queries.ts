/** What tells of success in a Prometheus, and what it asks to make a figure of it. Docs list them (docs/provider-file.md). */
export const successes = [
  { what: 'probe_success', expression: 'avg by (job) (probe_success)' },
  {
    what: 'openstack_http_requests_total',
    expression: 'sum(openstack_http_requests_total{status_code!~"5.."}) / sum(openstack_http_requests_total)',
  },
] as const

/** Every hour of the last 30 days is looked at; an hour without a value is one in which nothing was seen. */
export const queriesOf = (expression: string) => ({
  ratio: `avg_over_time((${expression})[30d:1h])`,
  hours: `count_over_time((${expression})[30d:1h])`,
  since: `min_over_time(timestamp(${expression})[30d:1h])`,
})
