import { asTest } from '../import/stream.ts'

/** A required test of the list. */
interface Required {
  readonly id: string
  readonly name: string
}

/** Which of the tests that this Tempest has are run, and why some are not. */
export interface TestsToRun {
  /** As Tempest lists them: `tempest.api.….test_x[id-…,smoke]`. */
  readonly listed: readonly string[]
  readonly notes: readonly string[]
}

/**
 * These change the password of their user and change it back; who interrupts them, or has rules against old passwords, is left
 * with one that nobody knows.
 */
export const changingPasswords: ReadonlySet<string> = new Set([
  'ad71bd23-12ad-426b-bb8b-195d2b635f27',
  '941784ee-5342-4571-959b-b80dd2cea516',
])

/**
 * These count all that there is, and fail where something was there before: that would say nothing of the cloud. By the kind of
 * what must not be there.
 */
const countingAll: Readonly<Record<string, RegExp>> = {
  'application credential': /\.test_list_application_credentials$/,
  snapshot: /VolumesSnapshotListTestJSON\.test_snapshot_list_param_(offset|marker|limit_equals_infinite)$/,
}

/**
 * Picks the required tests out of all that there are, by name, or by the id that they keep through renames.
 *
 * @param printed what `tempest run --list-tests` has printed
 */
export function testsToRun(
  printed: string,
  required: readonly Required[],
  {
    only,
    mayChangePasswords,
    present,
  }: {
    readonly only: RegExp | null
    readonly mayChangePasswords: boolean
    /** Kinds of what the users and their projects have already. */
    readonly present: ReadonlySet<string>
  },
): TestsToRun {
  const all = printed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^[\w.]+\.test\w*(\[|$)/.test(line))
  const parsed = all.map((listed) => ({ listed, ...asTest(listed, 'not run', null) }))
  const byName = new Map(parsed.map((one) => [one.name, one]))
  const byId = Map.groupBy(parsed, ({ id }) => id)
  const wanted = required.filter(({ name }) => only?.test(name) ?? true)
  const changing = wanted.filter(({ id }) => !mayChangePasswords && changingPasswords.has(id))
  const disturbed = Object.entries(countingAll).flatMap(([kind, names]) =>
    present.has(kind) ? [{ kind, tests: wanted.filter(({ name }) => names.test(name)) }] : [],
  )
  const left = new Set([...changing, ...disturbed.flatMap(({ tests }) => tests)])
  const found = wanted
    .filter((one) => !left.has(one))
    .map(({ id, name }) => ({ name, tests: namesake(byName.get(name), id) ?? byId.get(id) ?? [] }))
  const absent = found.filter(({ tests }) => tests.length === 0).map(({ name }) => name)
  return {
    listed: [...new Set(found.flatMap(({ tests }) => tests.map(({ listed }) => listed)))],
    notes: [
      ...(only ? [`only tests that match ${only.source} were run: ${wanted.length} of ${required.length}`] : []),
      ...(changing.length > 0
        ? [
            `not run, because they change the password of their user: ${changing.map(({ name }) => name).join(', ')}; name users that were made for tests with --tempest-accounts`,
          ]
        : []),
      ...disturbed.flatMap(({ kind, tests }) =>
        tests.length === 0
          ? []
          : [
              `not run, because they count all there is, and a user or project has that already (${kind}): ${tests.map(({ name }) => name).join(', ')}; name users and projects that were made for tests with --tempest-accounts`,
            ],
      ),
      ...(absent.length > 0 ? [`this Tempest has no test ${absent.join(', ')}`] : []),
    ],
  }
}

type Parsed = { readonly id: string | null; readonly listed: string }

function namesake(test: Parsed | undefined, id: string): readonly Parsed[] | undefined {
  return test && (test.id === null || test.id === id) ? [test] : undefined
}
