/** `not run`: begun and never ended, or listed only. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'not run'

/** A test of Tempest, as it ended. */
export interface TempestTest {
  /** UUID of its decorator `idempotent_id`, by which it is known through renames; null where the results do not tell. */
  readonly id: string | null
  /** Without the attributes in brackets: `tempest.api.compute.flavors.test_flavors.FlavorsV2TestJSON.test_list_flavors`. */
  readonly name: string
  readonly outcome: Outcome
  /** Why it was skipped or failed, in one line. */
  readonly message: string | null
}

/** What one event of a stream tells of a test. */
export interface StreamEvent {
  readonly test: string
  readonly outcome: Outcome
  readonly message: string | null
  /** Milliseconds since 1970; null where it is not told. */
  readonly at: number | null
}

export interface Stream {
  readonly events: readonly StreamEvent[]
  /** It ends in the middle of an event, as that of a run that was killed. */
  readonly isTorn: boolean
}

const longestMessage = 300

/** `NAME[id-UUID,smoke]`, as Tempest names its tests. */
export function asTest(name: string, outcome: Outcome, message: string | null): TempestTest {
  const id = /\bid-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i.exec(name)?.[1] ?? null
  return { id: id?.toLowerCase() ?? null, name: name.replace(/\[[^[\]]*\]$/, ''), outcome, message: oneLine(message) }
}

/** The last line that says something: of a traceback, the error. */
function oneLine(text: string | null): string | null {
  const line = text
    ?.split(/\r?\n/)
    .map((one) => one.trim())
    .findLast((one) => one !== '' && !one.startsWith('}}}'))
  return line?.slice(0, longestMessage) ?? null
}

/** Each test once, by its last event; the last moment. */
export function testsIn({ events }: Stream): {
  readonly tests: readonly TempestTest[]
  readonly finishedAt: string | null
} {
  const last = new Map<string, StreamEvent>()
  let end: number | null = null
  for (const event of events) {
    last.set(event.test, event)
    if (event.at !== null) end = Math.max(end ?? event.at, event.at)
  }
  return {
    tests: [...last.values()].map(({ test, outcome, message }) => asTest(test, outcome, message)),
    finishedAt: end === null ? null : new Date(end).toISOString(),
  }
}
