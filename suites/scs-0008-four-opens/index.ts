import type { Suite } from '../../src/check.ts'
import { fourOpens } from './four-opens.ts'
import { licenceScan } from './licence-scan.ts'
import { scorecard } from './scorecard.ts'

export const suite: Suite = { id: 'scs-0008-four-opens', checks: [fourOpens, licenceScan, scorecard] }
