import { check } from '../../src/check.ts'
import { domainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** Assigns and takes away a role that the provider has set free, to users and groups, on projects and the domain. Seen with two managers, each in the own domain and in the other one; see judge-acts.ts. */
export const roleAssignments = check({
  id: 'scs-0302-role-assignments',
  title: 'A domain manager assigns and takes away the role member within the own domain only',
  section: 'scs-0302-v1#design-considerations',
  needs: { domainTrial },
  judge: ({ domainTrial }) => judgeActs(domainTrial, 'role assignments'),
})
