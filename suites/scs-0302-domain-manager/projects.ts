import { check } from '../../src/check.ts'
import { domainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** Creates, sees, changes and deletes projects of the own domain, and none of another. Seen with two managers, each in the own domain and in the other one; see judge-acts.ts. */
export const projects = check({
  id: 'scs-0302-projects',
  title: 'A domain manager manages the projects of the own domain, and no others',
  section: 'scs-0302-v1#design-considerations',
  needs: { domainTrial },
  judge: ({ domainTrial }) => judgeActs(domainTrial, 'projects'),
})
