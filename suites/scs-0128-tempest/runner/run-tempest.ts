import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError, type LoadContext } from '../../../src/fact.ts'
import { lease, privateFolder, type Lessor } from '../../../src/openstack/lease.ts'
import { tempestPrefix, watchTempest, type TempestWatch } from '../../../src/openstack/watch-tempest.ts'
import { mergeFiles, type TempestFile, type TempestResults } from '../results.ts'
import { allTests, makeWorkspace, versionOf } from './ask-tempest.ts'
import type { Patience } from './patience.ts'
import { runTests } from './run-tests.ts'
import type { TempestSettings } from './settings.ts'
import type { TempestRun } from './tempest-run.ts'
import { testsToRun } from './tests-to-run.ts'
import { signInAll, whoIsLockedOut } from './users.ts'
import { logOf, writeWorkspace } from './workspace.ts'

/** Each takes a user for itself, and a class of tests may take one more. */
const mostWorkers = 4

/**
 * Runs the required tests with the user's Tempest: in a folder that only this user can look into, by a configuration that was
 * discovered, in as many workers as there are users for. What it has made in the projects and left there is deleted, and the
 * folder too, however this ends.
 *
 * @returns what came of the tests; nothing of those that had not ended by the deadline
 * @throws ProbeError dependency where it does not run, or does not tell what came of it; whatever ended the run
 */
export async function runTempest(
  lessor: Lessor,
  run: TempestRun,
  context: LoadContext,
  times: Patience,
): Promise<TempestResults> {
  const { value, leftover } = await lease(lessor, privateFolder('tempest'), (folder) =>
    runIn(folder, lessor, run, context, times),
  )
  return mergeFiles([{ ...value, notes: [...value.notes, ...(leftover ? [leftover.message] : [])] }])
}

async function runIn(
  folder: string,
  lessor: Lessor,
  run: TempestRun,
  context: LoadContext,
  times: Patience,
): Promise<TempestFile> {
  const { tool, wish, settings, required } = run
  const { signal } = context
  const doing = (what: string) => context.onProgress?.({ doing: what, done: 0, total: null })
  doing('getting Tempest ready')
  const users = await signInAll(wish, lessor.openstack)
  const conf = await writeWorkspace(folder, run, users, tempestPrefix(lessor.runId))
  wish.keep('tempest/tempest.conf', conf)
  const version = await versionOf(tool, folder, signal)
  await makeWorkspace(tool, folder, signal)
  const { mayChangePasswords } = users
  // Some of it belongs to the user, not to the project.
  const watches = await Promise.all(users.all.map(({ openstack }) => watchTempest({ ...lessor, openstack })))
  const present = new Set(watches.flatMap((watch) => [...watch.present]))
  const { listed, notes } = testsToRun(await allTests(tool, folder, signal), required, {
    only: wish.only,
    mayChangePasswords,
    present,
  })
  if (listed.length === 0) {
    throw new ProbeError(
      'dependency',
      `there is none of the required tests to run by ${tool.called}${notes.map((note) => `; ${note}`).join('')}`,
    )
  }
  const workers = Math.max(1, Math.min(mostWorkers, users.all.length - 1))
  const ending = new AbortController()
  const looking = lookNowAndThen(watches, times.lookMs, ending.signal)
  try {
    const ran = await runTests(run, { folder, listed, workers }, context, times)
    const left = await afterwards()
    return {
      source: 'this run',
      kind: 'Tempest',
      finishedAt: ran.finishedAt ?? new Date().toISOString(),
      tests: ran.tests,
      notes: [
        `${version}, ${workers === 1 ? 'one worker' : `${workers} workers`}; ${tool.called}`,
        bootedBy(settings),
        ...notes,
        ...ran.notes,
        ...left,
      ],
    }
  } catch (error) {
    for (const line of await afterwards()) wish.tell(line)
    throw error
  }

  /** What there is to tell of what is left. */
  async function afterwards(): Promise<readonly string[]> {
    doing('deleting what Tempest has left')
    ending.abort()
    await looking
    const left: string[] = []
    for (const watch of watches) left.push(...(await watch.cleanUp()))
    const log = await logOf(folder)
    if (log !== null) wish.keep('tempest/tempest.log', log)
    return [...new Set(left), ...(await whoIsLockedOut(wish.accounts, users))]
  }
}

function bootedBy({ image, imageAlt, flavor, flavorAlt, publicNetworkId }: TempestSettings): string {
  const images = `image ${image.name}${imageAlt.id === image.id ? ', and no second one' : ` and ${imageAlt.name}`}`
  const flavors = `flavor ${flavor.name}${flavorAlt.id === flavor.id ? ', and no second one' : ` and ${flavorAlt.name}`}`
  return `${images}; ${flavors}; ${publicNetworkId === null ? 'no external network' : `external network ${publicNetworkId}`}`
}

/** So that the ledger names what is there, should this process be killed. That a look fails is no reason to end. */
async function lookNowAndThen(watches: readonly TempestWatch[], everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    await Promise.allSettled(watches.map((watch) => watch.look()))
  }
}
