import type { Suite } from '../../src/check.ts'
import { permissions } from './permissions.ts'
import { presence } from './presence.ts'

export const suite: Suite = { id: 'scs-0116-key-manager', checks: [presence, permissions] }
