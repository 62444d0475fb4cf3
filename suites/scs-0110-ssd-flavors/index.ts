import type { Suite } from '../../src/check.ts'
import { ssdFlavorsCheck } from './ssd-flavors.ts'

export const suite: Suite = { id: 'scs-0110-ssd-flavors', checks: [ssdFlavorsCheck] }
