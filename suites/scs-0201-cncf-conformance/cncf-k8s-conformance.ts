import { check } from '../../src/check.ts'
import { clusterVersion, e2eExceptions, e2eResults, requiredTests } from '../e2e/facts.ts'
import { judgeTests } from '../e2e/judge-tests.ts'

/**
 * The cluster passes the conformance tests of the Kubernetes e2e suite: all that its minor version has under the tag
 * `[Conformance]`, but for the exceptions that the SCS project has made for everybody.
 *
 * Passed at a second attempt is passed, as in the official suite, and told of. Unlike there, a test that did not run is not
 * passed: the official suite's parallel mode leaves out those that are `[Serial]`, so that its results alone leave this
 * undecided. See judge-tests.ts.
 */
export const cncfK8sConformance = check({
  id: 'cncf-k8s-conformance',
  title: 'The cluster passes the conformance tests of its Kubernetes version',
  section: 'scs-0201-v1#regulations',
  needs: { e2eResults, clusterVersion, requiredTests, e2eExceptions },
  judge: (facts) => judgeTests(facts, 'conformance'),
})
