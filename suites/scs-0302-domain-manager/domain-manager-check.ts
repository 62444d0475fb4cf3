import { check } from '../../src/check.ts'
import { domainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** All of it: what the other testcases of this standard tell one by one. MISS where no managers are named. Seen with two managers, each in the own domain and in the other one; see judge-acts.ts. */
export const domainManagerCheck = check({
  id: 'domain-manager-check',
  title: 'A domain manager manages users, groups and projects of the own domain, and of no other',
  section: 'scs-0302-v1#decision',
  needs: { domainTrial },
  judge: ({ domainTrial }) => judgeActs(domainTrial),
})
