import type { Outcome, TempestTest } from './import/stream.ts'

/** Where results come from. */
export interface TempestSource {
  /** Path of the file, or `this run`. */
  readonly source: string
  readonly kind: 'Tempest' | 'subunit' | 'stestr' | 'JUnit' | 'Rally verification' | 'Rally task'
  /** ISO 8601: the last moment that it tells of; null where it tells none. */
  readonly finishedAt: string | null
  /** What is worth knowing of the whole. */
  readonly notes: readonly string[]
}

/** Results of Tempest, of one or several runs. */
export interface TempestResults {
  readonly sources: readonly TempestSource[]
  /** Each test once, by the source that was named last. */
  readonly tests: readonly (TempestTest & { readonly failedBefore: boolean })[]
}

/** One file, read. */
export interface TempestFile extends TempestSource {
  readonly tests: readonly TempestTest[]
}

/**
 * Puts several sources together: a test that was run again counts as it ended the last time. It is the same test where the
 * name is: an id is shared by all classes that inherit a test, and not told by every source.
 */
export function mergeFiles(files: readonly TempestFile[]): TempestResults {
  const tests = new Map<string, TempestResults['tests'][number]>()
  for (const file of files) {
    for (const test of file.tests) {
      const before = tests.get(test.name)
      if (before && !hasRun(test.outcome)) continue
      const failedBefore = before !== undefined && (before.failedBefore || before.outcome === 'failed')
      tests.set(test.name, { ...test, id: test.id ?? before?.id ?? null, failedBefore })
    }
  }
  return {
    sources: files.map(({ source, kind, finishedAt, notes }) => ({ source, kind, finishedAt, notes })),
    tests: [...tests.values()],
  }
}

function hasRun(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'failed'
}
