import { fact, given, ProbeError, type Fact } from '../../src/fact.ts'
import { kubernetes, serverVersion } from '../../src/kubernetes/facts.ts'
import { ledger, runId } from '../../src/kubernetes/lease.ts'
import type { E2eException } from './exceptions.ts'
import type { TestRun } from './results.ts'
import { namesOf, type RequiredTests, type TestSet } from './required-tests.ts'
import { minorOf, type E2eResults } from './results.ts'
import { partsFor, partsForNames, type Part } from './runner/parts.ts'

/** The tests that each version of Kubernetes requires; bundled. */
export const requiredTests = given<RequiredTests>('the required e2e tests')

/** The tests that may fail; bundled. */
export const e2eExceptions = given<readonly E2eException[]>('the exceptions for e2e tests')

/** What the user wants of a run of e2e tests. */
export interface E2eWish {
  /** Image with the tests; null: the official one of the server's version. */
  readonly image: string | null
  /** The sets that the testcases of this run are judged by. */
  readonly sets: readonly TestSet[]
  /** Results of an earlier run, of which only what failed or is missing is run again; null: everything is run. */
  readonly earlier: E2eResults | null
  /** Takes files that are worth keeping beside the report, by a relative path: `e2e/serial/junit_01.xml`. */
  readonly keep: (path: string, content: Buffer) => void
}
export const e2eWish = given<E2eWish>('what is wanted of the e2e tests')

/** Version of the cluster that the results must fit; given as null where results are imported without a cluster. */
export const clusterVersion: Fact<string | null> = fact({
  name: 'version of the cluster for e2e tests',
  needs: { serverVersion },
  load: ({ serverVersion }) => serverVersion.gitVersion,
})

/** Minutes that the conformance tests take on a usual cluster; those for NetworkPolicy alone some 40. */
const minutes = 120

/** A run that has not ended by then has hung. */
const timeoutMs = 8 * 60 * 60_000

/**
 * Results of the e2e tests: one run in the cluster serves all testcases that are judged by them. Handed in instead where
 * results are imported.
 */
export const e2eResults = fact<
  E2eResults,
  {
    kubernetes: typeof kubernetes
    serverVersion: typeof serverVersion
    requiredTests: typeof requiredTests
    e2eWish: typeof e2eWish
    runId: typeof runId
    ledger: typeof ledger
  }
>({
  name: 'results of the e2e tests',
  needs: { kubernetes, serverVersion, requiredTests, e2eWish, runId, ledger },
  cost: { reads: 10, writes: 4, minutes },
  makes: {
    what: 'a namespace with one pod of the conformance image, which its nodes pull, a service account with the rights of cluster-admin, and what the tests themselves make',
    stays: '1 to 3 hours; the NetworkPolicy tests alone some 40 minutes',
    cleanUpMs: 390_000,
  },
  timeoutMs,
  async load({ kubernetes, serverVersion, requiredTests, e2eWish, runId, ledger }, context) {
    const version = serverVersion.gitVersion
    const { mergeRuns } = await import('./merge-runs.ts')
    const parts = partsToRun(e2eWish, requiredTests, version)
    if (parts.length === 0) return mergeRuns(earlierRuns(e2eWish))
    const image = e2eWish.image ?? officialImage(version)
    // Loaded for those who run them, who have the time.
    const { runTests } = await import('./runner/run-tests.ts')
    const { runsOf } = await import('./runner/runs-of.ts')
    const { files, leftovers } = await runTests({ kubernetes, runId, ledger }, { image, parts }, context)
    for (const [path, content] of files) e2eWish.keep(`e2e/${path}`, content)
    // As in a Sonobuoy tarball, so that what is kept can be imported.
    e2eWish.keep('e2e/serverversion.json', Buffer.from(JSON.stringify(serverVersion)))
    const runs = await runsOf(files, version, leftovers)
    return mergeRuns([...earlierRuns(e2eWish), ...runs])
  },
})

/** `v1.36.1+k3s1` is a build of v1.36.1, whose tests are published under that tag; so are pre-releases. */
function officialImage(version: string): string {
  const [tag] = /^v\d+\.\d+\.\d+(-(alpha|beta|rc)\.\d+)?/.exec(version) ?? []
  if (tag !== undefined) return `registry.k8s.io/conformance:${tag}`
  const message = `there is no conformance image for the version ${version} of the server; name one with --conformance-image`
  throw new ProbeError('dependency', message)
}

/** More names than this make no focus; then everything is run again. */
const mostNames = 200

function partsToRun({ sets, earlier }: E2eWish, required: RequiredTests, version: string): readonly Part[] {
  if (!earlier) return partsFor(sets)
  const minor = minorOf(version) ?? ''
  const names = sets.flatMap((set) => namesOf(required, set, minor) ?? [])
  if (names.length === 0) return partsFor(sets)
  const passed = new Set(earlier.tests.filter(({ outcome }) => outcome === 'passed').map(({ name }) => name))
  const again = [...new Set(names)].filter((name) => !passed.has(name))
  return again.length > mostNames ? partsFor(sets) : partsForNames(again)
}

/** Earlier results as runs to merge; their tests belong to all of their files together. */
function earlierRuns({ earlier }: E2eWish): readonly TestRun[] {
  const [first, ...others] = earlier?.runs ?? []
  if (!earlier || !first) return []
  return [{ ...first, tests: earlier.tests }, ...others.map((run) => ({ ...run, tests: [] }))]
}
