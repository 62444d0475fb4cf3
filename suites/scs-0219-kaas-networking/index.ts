import type { Suite } from '../../src/check.ts'
import { kaasNetworkingCheck } from './kaas-networking-check.ts'

export const suite: Suite = { id: 'scs-0219-kaas-networking', checks: [kaasNetworkingCheck] }
