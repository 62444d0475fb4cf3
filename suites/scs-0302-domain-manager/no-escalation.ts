import { check } from '../../src/check.ts'
import { domainTrial } from './facts.ts'
import { judgeActs } from './judge-acts.ts'

/** Nobody gets rights that the provider has not set free. Seen with two managers, each in the own domain and in the other one; see judge-acts.ts. */
export const noEscalation = check({
  id: 'scs-0302-no-escalation',
  title: 'A domain manager makes no roles or domains, changes no role, and assigns no admin',
  section: 'scs-0302-v1#design-considerations',
  needs: { domainTrial },
  judge: ({ domainTrial }) => judgeActs(domainTrial, 'roles and domains'),
})
