import t from 'tap'
import { mergeRuns } from './merge-runs.ts'
import type { TestResult, TestRun } from './results.ts'

function run(source: string, startedAt: string | null, ...tests: readonly [string, TestResult['outcome']][]): TestRun {
  return {
    source, startedAt, finishedAt: startedAt, testsVersion: 'v1.36.1', serverVersion: null, dryRun: false, troubles: [],
    tests: tests.map(([name, outcome]) => ({ name, outcome, attempts: 1, message: null, durationMs: 1 })),
  } // prettier-ignore
}

const [early, late] = ['2026-01-02T03:00:00.000Z', '2026-01-02T04:00:00.000Z']

t.test('parts side by side: each test once, in the order of names', async (t) => {
  const merged = mergeRuns([run('s', late, ['b', 'passed']), run('p', early, ['c', 'failed'], ['a', 'passed'])])
  t.match(merged.tests, [{ name: 'a' }, { name: 'b' }, { name: 'c', outcome: 'failed', again: false }])
  t.match(merged.runs, [{ source: 'p' }, { source: 's' }])
})

t.test('the latest outcome counts, whatever the order of files', async (t) => {
  const [first, second] = [run('1', early, ['a', 'failed']), run('2', late, ['a', 'passed'])]
  for (const runs of [
    [first, second],
    [second, first],
  ])
    // prettier-ignore
    t.match(mergeRuns(runs).tests, [{ outcome: 'passed', again: true, attempts: 2 }])
  const worse = [run('1', early, ['a', 'passed']), run('2', late, ['a', 'failed'])]
  t.match(mergeRuns(worse).tests, [{ outcome: 'failed', again: false, attempts: 2 }])
})

t.test('where nobody knows which was later, the worse one', async (t) => {
  t.match(mergeRuns([run('1', null, ['a', 'failed']), run('2', null, ['a', 'passed'])]).tests, [{ outcome: 'failed' }])
  t.match(mergeRuns([run('1', late, ['a', 'failed']), run('2', null, ['a', 'passed'])]).tests, [{ outcome: 'failed' }])
})

t.test('not having run takes nothing back', async (t) => {
  for (const nothing of ['skipped', 'interrupted'] as const) {
    t.match(mergeRuns([run('1', early, ['a', 'failed']), run('2', late, ['a', nothing])]).tests, [
      { outcome: 'failed' },
    ])
    t.match(mergeRuns([run('1', early, ['a', nothing]), run('2', late, ['a', 'passed'])]).tests, [
      { outcome: 'passed', again: false, attempts: 1 },
    ])
  }
})
