import type { Suite } from '../../src/check.ts'
import { availabilityCheck } from './availability-check.ts'
import { healthMonitorCheck } from './health-monitor-check.ts'

export const suite: Suite = {
  id: 'scs-0004-health-monitor',
  checks: [healthMonitorCheck, availabilityCheck],
}
