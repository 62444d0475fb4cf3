import type { Suite } from '../../src/check.ts'
import { incidentsCheck } from './incidents-check.ts'
import { publicCheck } from './public-check.ts'
import { severitiesCheck } from './severities-check.ts'
import { statusPageCheck } from './status-page-check.ts'

export const suite: Suite = {
  id: 'scs-0402-status-page',
  checks: [statusPageCheck, publicCheck, incidentsCheck, severitiesCheck],
}
