import type { Finding, Violation } from '../../src/check.ts'
import { excuser, type E2eException } from './exceptions.ts'
import { focusOf, namesOf, type RequiredTests, type TestSet } from './required-tests.ts'
import { minorOf, type E2eResults, type MergedTest } from './results.ts'

/** What both testcases of the e2e suite are judged by. */
export interface E2eFacts {
  readonly e2eResults: E2eResults
  /** `v1.36.1`; null where no cluster was named, and results were imported. */
  readonly clusterVersion: string | null
  readonly requiredTests: RequiredTests
  readonly e2eExceptions: readonly E2eException[]
}

/**
 * The proof that a set of tests passed, and all of it.
 *
 * The required tests are those that the minor version has in this set. One that failed is a violation, also one that is not
 * on the list but belongs to the set (a newer patch may have it), unless an exception excuses it. Required tests that did not
 * run, skipped themselves or were interrupted leave it undecided, and are named, unless an exception covers them: what may
 * fail need not run. Results of another minor version than the cluster's, of an unknown one, of a dry run, or without a time,
 * so that they may have expired, decide nothing.
 */
export function judgeTests(facts: E2eFacts, set: TestSet): Finding {
  const { runs, tests } = facts.e2eResults
  const observedAt = runs.flatMap(({ finishedAt }) => finishedAt ?? []).toSorted()[0]
  const origin = { notes: runs.map(describe), ...(observedAt === undefined ? {} : { observedAt }) }
  const doubt = doubtIn(facts)
  if (doubt) return { examined: [], violations: [], ...origin, undecided: doubt }

  const minor = minorOf(versionOf(facts.e2eResults)) ?? ''
  const required = namesOf(facts.requiredTests, set, minor)
  const excuse = excuser(facts.e2eExceptions)
  const names = new Set(required)
  const byName = new Map(tests.map((test) => [test.name, test]))
  const ofSet = tests.filter(({ name }) => names.has(name) || name.includes(focusOf[set]))
  const ran = ofSet.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')
  const failed = ran.filter(({ outcome }) => outcome === 'failed')
  const missing = [...names].filter((name) => !hasRun(byName.get(name)))
  const isExcused = (name: string) => excuse(name).length > 0
  const violations = failed.filter(({ name }) => !isExcused(name)).map(violationOf)
  const gap = missing.filter((name) => !isExcused(name))
  const notes = [
    ...origin.notes,
    ...notesOnTests(ofSet, ran, names),
    ...notesOnExceptions(facts.e2eExceptions, excuse, { failed, missing, names }),
    ...troublesIn(facts.e2eResults),
  ]
  const troubles = runs.flatMap((run) => run.troubles)
  const judged = { examined: { count: ran.length }, violations, ...origin, notes }
  if (violations.length > 0)
    return gap.length > 0 ? { ...judged, notes: [...notes, gapIn(gap, names.size, byName, troubles)] } : judged
  if (!required) return { ...judged, undecided: { kind: 'dependency', message: unknownMinor(facts, minor) } }
  if (gap.length === 0) return judged
  return { ...judged, undecided: { kind: 'dependency', message: gapIn(gap, names.size, byName, troubles) } }
}

function doubtIn({ e2eResults, clusterVersion }: E2eFacts): Finding['undecided'] {
  const { runs } = e2eResults
  const cannot = (message: string) => ({ kind: 'dependency', message }) as const
  const minors = new Set(runs.map((run) => minorOf(run.testsVersion ?? run.serverVersion)))
  const [minor] = minors
  if (minor === undefined || minor === null || minors.has(null)) {
    return cannot(
      'the results do not tell which version of Kubernetes they are of; import the folder or tarball with their e2e.log',
    )
  }
  if (minors.size > 1) return cannot(`the results are of Kubernetes ${[...minors].join(' and ')}; import those of one`)
  const servers = new Set(runs.flatMap(({ serverVersion }) => minorOf(serverVersion) ?? []))
  const foreign = [...servers].find((server) => server !== minor)
  if (foreign !== undefined) {
    return cannot(`the tests of Kubernetes ${minor} were run on Kubernetes ${foreign}; run those of its own version`)
  }
  if (clusterVersion !== null && minorOf(clusterVersion) !== minor) {
    return cannot(`the results are of Kubernetes ${minor}, and the cluster has ${clusterVersion}; run the tests again`)
  }
  const dry = runs.find(({ dryRun }) => dryRun)
  if (dry) return cannot(`${dry.source} comes from a dry run, in which no test is carried out`)
  const undated = runs.find(({ finishedAt }) => finishedAt === null)
  if (undated)
    return cannot(`${undated.source} does not tell when the tests ran, so it may have expired; run them again`)
  return undefined
}

function versionOf({ runs: [run] }: E2eResults): string | null {
  return run ? (run.testsVersion ?? run.serverVersion) : null
}

function describe({ source, testsVersion, serverVersion, finishedAt }: E2eResults['runs'][number]): string {
  const tests = testsVersion ? `tests of Kubernetes ${testsVersion}` : 'tests of an unknown version'
  const server = serverVersion ? ` on ${serverVersion}` : ''
  return `${source}: ${tests}${server}, finished ${finishedAt ?? 'at an unknown time'}`
}

function hasRun(test: MergedTest | undefined): boolean {
  return test?.outcome === 'passed' || test?.outcome === 'failed'
}

function violationOf({ name, attempts, message }: MergedTest): Violation {
  const often = attempts !== null && attempts > 1 ? `failed in ${attempts} attempts` : 'failed'
  return { subject: `test ${name}`, expected: 'it passes', actual: message ? `${often}: ${message}` : often }
}

const mostNamed = 5

function gapIn(
  gap: readonly string[],
  all: number,
  byName: ReadonlyMap<string, MergedTest>,
  [trouble]: readonly string[],
): string {
  const named = gap.slice(0, mostNamed).map((name) => {
    const test = byName.get(name)
    return test ? `${name} (${test.outcome}${test.message ? `: ${test.message}` : ''})` : name
  })
  const more = gap.length > mostNamed ? `; and ${gap.length - mostNamed} more` : ''
  // The official runner's parallel mode: the image then leaves these out.
  const onlySerial = gap.every((name) => name.includes('[Serial]'))
  const wayOut = onlySerial
    ? 'all of them are [Serial], which a parallel run leaves out: run these too, and import both results'
    : 'run them, and import both results'
  const why = trouble === undefined ? '' : ` (${trouble})`
  return `${gap.length} of ${all} required tests did not run${why}: ${named.join('; ')}${more}; ${wayOut}`
}

function unknownMinor({ requiredTests }: E2eFacts, minor: string): string {
  const known = Object.keys(requiredTests.releases).join(', ')
  return `which tests Kubernetes ${minor} requires is not known here (${known}, collected ${requiredTests.collectedAt}); use newer data`
}

function notesOnTests(
  ofSet: readonly MergedTest[],
  ran: readonly MergedTest[],
  required: ReadonlySet<string>,
): readonly string[] {
  const retried = ran.filter(({ outcome, attempts }) => outcome === 'passed' && (attempts ?? 1) > 1)
  const extra = ran.filter(({ name }) => required.size > 0 && !required.has(name))
  return [
    ...retried.map(({ name, attempts, again }) =>
      again ? `passed only when it was run again: ${name}` : `passed at attempt ${attempts}: ${name}`,
    ),
    ...(extra.length > 0
      ? [`${extra.length} tests ran that the list of this version does not name, such as ${extra[0]?.name}`]
      : []),
    ...(ofSet.some(({ outcome, attempts }) => outcome === 'passed' && attempts === null)
      ? ['the results do not tell how many attempts the tests that passed took']
      : []),
  ]
}

function notesOnExceptions(
  exceptions: readonly E2eException[],
  excuse: ReturnType<typeof excuser>,
  tests: {
    readonly failed: readonly MergedTest[]
    readonly missing: readonly string[]
    readonly names: ReadonlySet<string>
  },
): readonly string[] {
  return exceptions.map((exception) => {
    const covers = (name: string) => excuse(name).includes(exception)
    const failed = tests.failed.filter(({ name }) => covers(name)).map(({ name }) => `failed: ${name}`)
    const missing = tests.missing.filter(covers).map((name) => `did not run: ${name}`)
    const used = [...failed, ...missing]
    const what = `exception "${exception.regex}" (${exception.reason} ${exception.source})`
    if (used.length > 0) return `${what} excuses ${used.join('; ')}`
    return `${what} was not needed${[...tests.names].some(covers) ? '' : ': no required test has this name'}`
  })
}

function troublesIn({ runs }: E2eResults): readonly string[] {
  return runs.flatMap(({ source, troubles }) => troubles.slice(0, 5).map((trouble) => `${source}: ${trouble}`))
}
