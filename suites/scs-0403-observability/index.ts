import type { Suite } from '../../src/check.ts'
import { alertRulesCheck } from './alert-rules-check.ts'
import { metricsCheck } from './metrics-check.ts'

export const suite: Suite = {
  id: 'scs-0403-observability',
  checks: [metricsCheck, alertRulesCheck],
}
