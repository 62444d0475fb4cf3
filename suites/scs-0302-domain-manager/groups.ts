import { check } from '../../src/check.ts'
import { domainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** Creates, sees, changes, fills and deletes groups of the own domain, and none of another. Seen with two managers, each in the own domain and in the other one; see judge-acts.ts. */
export const groups = check({
  id: 'scs-0302-groups',
  title: 'A domain manager manages the groups of the own domain, and no others',
  section: 'scs-0302-v1#design-considerations',
  needs: { domainTrial },
  judge: ({ domainTrial }) => judgeActs(domainTrial, 'groups'),
})
