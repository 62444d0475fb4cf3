import { check, type Finding } from '../../src/check.ts'
import { requiredTempestTests } from '../../src/openstack/tempest-list.ts'
import { tempestResults } from './facts.ts'
import { judgeTempest } from './judge-tempest.ts'

/**
 * All tests that the standard lists were run by Tempest, and passed.
 *
 * A listed test that failed is a violation. One that did not run, or skipped itself, leaves the rest undecided and is named:
 * a run of a part proves nothing of the whole. So does one that failed for the quota of its project. A class that could not be set up has not run its tests. Tests that are not
 * listed do not count, and are told of. Tests are known by name, or by the UUID that they keep through renames; classes that
 * inherit a test share its UUID, and the one that is listed counts. Results without a time, so that they may have expired,
 * decide nothing, also where one failed: nobody can tell whether that is how the cloud is now.
 */
export const tempest = check({
  id: 'scs-0128-tempest',
  title: 'All required tests of Tempest pass',
  section: 'scs-0128-v1#regulations',
  needs: { tempestResults, requiredTempestTests },
  judge: ({ tempestResults, requiredTempestTests }): Finding => judgeTempest(tempestResults, requiredTempestTests),
})
