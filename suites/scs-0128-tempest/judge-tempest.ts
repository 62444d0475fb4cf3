import type { Finding } from '../../src/check.ts'
import type { RequiredTempestTests } from '../../src/openstack/tempest-list.ts'
import type { TempestResults } from './results.ts'

type Test = TempestResults['tests'][number]

/** The proof that all listed tests passed, and none is missing; see tempest.ts. */
export function judgeTempest(results: TempestResults | null, required: RequiredTempestTests): Finding {
  if (results === null) return { examined: [], violations: [], undecided: { kind: 'manual', message: unnamed } }
  const { sources, tests } = results
  const undated = sources.find(({ kind, finishedAt }) => finishedAt === null && kind !== 'Rally task') // a task tells of no test
  if (undated) {
    const message = `${undated.source} does not tell when the tests ran, so it may have expired; import what tells it, such as the stream of stestr last --subunit`
    return {
      examined: [],
      violations: [],
      notes: sources.flatMap(describe),
      undecided: { kind: 'dependency', message },
    }
  }
  const byId = Map.groupBy(tests, ({ id }) => id)
  const byName = new Map(tests.map((test) => [test.name, test]))
  const found = required.tests.map((listed) => {
    const named = byName.get(listed.name)
    const isIt = named?.id === null || named?.id === listed.id
    return { listed, test: isIt ? named : (worstOf(byId.get(listed.id) ?? []) ?? named) }
  })
  const wanted = new Set(found.flatMap(({ test }) => test ?? []))
  const failed = found.flatMap(({ test }) => (test?.outcome === 'failed' && !lacksRoom(test) ? [test] : []))
  const missing = found.filter(({ test }) => !test || (test.outcome !== 'passed' && !failed.includes(test)))
  const observedAt = sources.flatMap(({ finishedAt }) => finishedAt ?? []).toSorted()[0]
  const notes = [
    `judged by the ${required.tests.length} tests of the list as of ${required.reach}`,
    ...sources.flatMap(describe),
    ...notesOn(tests.filter((test) => !wanted.has(test))),
    ...[...wanted]
      .filter((test) => test.failedBefore && test.outcome === 'passed')
      .map(({ name }) => `passed only when it was run again: ${name}`),
  ]
  const finding = {
    examined: { count: required.tests.length - missing.length },
    violations: failed.map(({ name, message }) => ({
      subject: `test ${name}`,
      expected: 'it passes',
      actual: message === null ? 'it failed' : `it failed: ${message}`,
    })),
    ...(observedAt === undefined ? {} : { observedAt }),
  }
  if (missing.length === 0) return { ...finding, notes }
  const gap = gapIn(missing, required.tests.length)
  if (failed.length > 0) return { ...finding, notes: [...notes, gap] }
  return { ...finding, notes, undecided: { kind: 'dependency', message: gap } }
}

/** The quota of a project says nothing of the cloud: such a test could not be run. */
function lacksRoom({ message }: Test): boolean {
  return /quota exceeded|exceeded for quota|exceeds[^.]* quota|LimitExceeded|OverLimit|OverQuota/i.test(message ?? '')
}

function describe({ source, kind, finishedAt, notes }: TempestResults['sources'][number]): readonly string[] {
  const head = `${source}: ${kind}, finished ${finishedAt ?? 'at an unknown time'}`
  return [head, ...notes.map((note) => `${source}: ${note}`)]
}

/** Of a renamed test, which may be inherited by several classes: a failure first, then what has not run. */
function worstOf(tests: readonly Test[]): Test | undefined {
  const failed = tests.find(({ outcome }) => outcome === 'failed')
  return failed ?? tests.find(({ outcome }) => outcome !== 'passed') ?? tests[0]
}

const unnamed =
  'no Tempest was found on the PATH, and no results of it were named; install it, name it with --tempest, or bring what it wrote elsewhere with --import FILE (docs/tempest.md)'

const mostNamed = 10
/** Each has a note of its own, so that two reports can be compared. */
const mostFailed = 100

function gapIn(
  missing: readonly { readonly listed: { readonly name: string }; readonly test?: Test | undefined }[],
  all: number,
): string {
  const named = missing.slice(0, mostNamed).map(({ listed, test }) => {
    if (!test) return listed.name
    return `${listed.name} (${test.outcome}${test.message === null ? '' : `: ${test.message}`})`
  })
  const more = missing.length > mostNamed ? `; and ${missing.length - mostNamed} more` : ''
  return `${missing.length} of ${all} required tests did not run: ${named.join('; ')}${more}; run them, and import both results`
}

function notesOn(others: readonly Test[]): readonly string[] {
  const setUps = others.filter(({ name, outcome }) => name.startsWith('setUpClass (') && outcome !== 'passed')
  const extra = others.filter((test) => !setUps.includes(test))
  const failed = extra.filter(({ outcome }) => outcome === 'failed')
  const namesOf = (tests: readonly Test[]) => tests.map(({ name }) => name).toSorted() // workers end in any order
  const some = namesOf(extra).slice(0, 3).join(', ')
  return [
    ...setUps
      .slice(0, mostNamed)
      .map(({ name, message }) => `could not be set up: ${name}${message === null ? '' : `: ${message}`}`),
    ...(extra.length > 0 ? [`not required: ${extra.length} (${some}${extra.length > 3 ? ', …' : ''})`] : []),
    ...namesOf(failed)
      .slice(0, mostFailed)
      .map((name) => `not required, and failed: ${name}`),
    ...(failed.length > mostFailed
      ? [`not required, and failed: ${failed.length} in all, of which ${mostFailed} are named`]
      : []),
  ]
}
