import type { Suite } from '../../src/check.ts'
import { semanticsCheck } from './semantics-check.ts'
import { syntaxCheck } from './syntax-check.ts'

export const suite: Suite = { id: 'scs-0100-flavor-naming', checks: [syntaxCheck, semanticsCheck] }
