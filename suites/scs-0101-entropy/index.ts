import type { Suite } from '../../src/check.ts'
import { entropyAvail } from './entropy-avail.ts'
import { fipsTest } from './fips-test.ts'
import { flavorProperty } from './flavor-property.ts'
import { imageProperty } from './image-property.ts'
import { rngd } from './rngd.ts'

export const suite: Suite = {
  id: 'scs-0101-entropy',
  checks: [flavorProperty, imageProperty, rngd, entropyAvail, fipsTest],
}
