import type { Suite } from '../../src/check.ts'
import { domainManagerCheck } from './domain-manager-check.ts'
import { groups } from './groups.ts'
import { noEscalation } from './no-escalation.ts'
import { projects } from './projects.ts'
import { roleAssignments } from './role-assignments.ts'
import { users } from './users.ts'

export const suite: Suite = {
  id: 'scs-0302-domain-manager',
  checks: [domainManagerCheck, users, projects, groups, roleAssignments, noEscalation],
}
