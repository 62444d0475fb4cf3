import type { Finding } from '../../src/check.ts'

/** Nobody has named a Prometheus. */
export const noPrometheus: Finding = {
  examined: [],
  violations: [],
  undecided: {
    kind: 'manual',
    message:
      'no Prometheus is handed in: name the one that observes the clusters by prometheus in the file of --provider (docs/provider-file.md)',
  },
}
