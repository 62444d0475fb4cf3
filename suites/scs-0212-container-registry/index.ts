import type { Suite } from '../../src/check.ts'
import { authentication } from './authentication.ts'
import { requiredFeatures } from './required-features.ts'
import { tls } from './tls.ts'

export const suite: Suite = { id: 'scs-0212-container-registry', checks: [tls, authentication, requiredFeatures] }
