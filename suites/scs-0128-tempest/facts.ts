import { fact, type Fact } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { ledger, runId } from '../../src/openstack/lease.ts'
import { requiredTempestTests } from '../../src/openstack/tempest-list.ts'
import type { TempestResults } from './results.ts'
import { tempestSettings } from './runner/settings.ts'
import { patience, type Patience } from './runner/patience.ts'
import { tempestWish } from './runner/wish.ts'

/** Results of Tempest: of a run of it against the cloud, unless they are brought along. Null where no Tempest was found. */
export const tempestResults = tempestResultsWith(patience)

/** With other waiting times, for tests. */
export function tempestResultsWith(times: Patience): Fact<TempestResults | null> {
  return fact({
    name: 'the results of Tempest',
    needs: { openstack, runId, ledger, requiredTempestTests, tempestSettings, tempestWish },
    // Counted for one user on a small cloud.
    cost: { reads: 2500, writes: 900, vms: 40, minutes: 45 },
    makes: {
      what: 'what the tests of Tempest make, when all others have ended',
      stays: 'about an hour',
      cleanUpMs: times.afterMs,
    },
    timeoutMs: times.totalMs + times.afterMs,
    // Its tests list what is in the project, and take room there.
    alone: true,
    async load({ requiredTempestTests, tempestSettings: settings, tempestWish: wish, ...lessor }, context) {
      const { tool } = wish
      if (!tool) return null
      const { runTempest } = await import('./runner/run-tempest.ts') // for those who run it, who have the time
      return runTempest(lessor, { tool, wish, settings, required: requiredTempestTests.tests }, context, times)
    },
  })
}
