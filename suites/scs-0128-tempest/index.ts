import type { Suite } from '../../src/check.ts'
import { tempest } from './tempest.ts'

export const suite: Suite = { id: 'scs-0128-tempest', checks: [tempest] }
