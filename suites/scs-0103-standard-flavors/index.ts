import type { Suite } from '../../src/check.ts'
import { flavorPresent } from './flavor-present.ts'
import { standardFlavors } from './standard-flavors.ts'

export const suite: Suite = { id: 'scs-0103-standard-flavors', checks: standardFlavors.map(flavorPresent) }
