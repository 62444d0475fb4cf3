import type { Finding } from '../../src/check.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'

/** Nobody has named a Prometheus. */
export const noPrometheus: Finding = notHandedIn(
  'no Prometheus is handed in: name the one that observes the clusters by prometheus',
)
