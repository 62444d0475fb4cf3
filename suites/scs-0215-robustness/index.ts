import type { Suite } from '../../src/check.ts'
import { caValidity } from './ca-validity.ts'
import { certificateRotation } from './certificate-rotation.ts'
import { etcdCompaction } from './etcd-compaction.ts'
import { eventRateLimit } from './event-rate-limit.ts'
import { priorityAndFairness } from './priority-and-fairness.ts'
import { requestLimits } from './request-limits.ts'

export const suite: Suite = {
  id: 'scs-0215-robustness',
  checks: [requestLimits, eventRateLimit, priorityAndFairness, etcdCompaction, certificateRotation, caValidity],
}
