import type { Suite } from '../../src/check.ts'
import { featureChecks, featurePresent } from './feature-present.ts'
import { syntaxCheck } from './syntax-check.ts'

export const suite: Suite = { id: 'scs-0114-volume-types', checks: [syntaxCheck, ...featureChecks.map(featurePresent)] }
