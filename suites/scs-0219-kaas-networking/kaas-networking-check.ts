import { check } from '../../src/check.ts'
import { clusterVersion, e2eExceptions, e2eResults, requiredTests } from '../e2e/facts.ts'
import { judgeTests } from '../e2e/judge-tests.ts'

/**
 * The cluster fully supports network policies: it passes the tests that the focus `NetworkPolicy` selects from the e2e suite
 * of its minor version, but for the exceptions that the SCS project has made for everybody. See judge-tests.ts.
 */
export const kaasNetworkingCheck = check({
  id: 'kaas-networking-check',
  title: 'The cluster passes the NetworkPolicy tests of its Kubernetes version',
  section: 'scs-0219-v1#decision',
  needs: { e2eResults, clusterVersion, requiredTests, e2eExceptions },
  judge: (facts) => judgeTests(facts, 'networkPolicy'),
})
