import type { E2eResults, MergedTest, TestResult, TestRun } from './results.ts'

/**
 * Several runs as one: the parallel and the serial part, or a run and one more of what failed in it. Of a test that was run
 * more than once the latest outcome counts, as with attempts within a run; where the files do not tell which run was later,
 * the worse one. Not having run takes nothing back.
 */
export function mergeRuns(runs: readonly TestRun[]): E2eResults {
  const inTime = runs.toSorted((a, b) => compare(a.startedAt ?? '', b.startedAt ?? '') || compare(a.source, b.source))
  const byName = new Map<string, { readonly test: MergedTest; readonly startedAt: string | null }>()
  for (const { tests, startedAt } of inTime) {
    for (const test of tests) {
      const before = byName.get(test.name)
      byName.set(test.name, {
        test: before ? after(before.test, test, isLater(startedAt, before.startedAt)) : { ...test, again: false },
        startedAt,
      })
    }
  }
  return {
    runs: inTime.map(withoutTests),
    tests: [...byName.values()].map(({ test }) => test).toSorted((a, b) => compare(a.name, b.name)),
  }
}

function withoutTests(run: TestRun): E2eResults['runs'][number] {
  const { source, testsVersion, serverVersion, startedAt, finishedAt, dryRun, troubles } = run
  return { source, testsVersion, serverVersion, startedAt, finishedAt, dryRun, troubles }
}

const badness = { skipped: 0, interrupted: 1, passed: 2, failed: 3 } as const satisfies Record<
  TestResult['outcome'],
  number
>

function after(before: MergedTest, now: TestResult, later: boolean): MergedTest {
  const ran = ({ outcome }: TestResult) => outcome === 'passed' || outcome === 'failed'
  const attempts = before.attempts === null || now.attempts === null ? null : before.attempts + now.attempts
  if (!ran(now) || !ran(before) || !later) {
    const kept = badness[now.outcome] > badness[before.outcome] ? now : before
    return { ...kept, again: before.again, attempts: ran(now) && ran(before) ? attempts : kept.attempts }
  }
  return { ...now, attempts, again: before.again || before.outcome === 'failed' }
}

function isLater(time: string | null, other: string | null): boolean {
  return time !== null && other !== null && time > other
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
