import type { Suite } from '../../src/check.ts'
import { defaultRulesCheck } from './default-rules.ts'
import { projectDefaultGroupCheck } from './project-default-group.ts'

export const suite: Suite = { id: 'scs-0115-security-groups', checks: [defaultRulesCheck, projectDefaultGroupCheck] }
