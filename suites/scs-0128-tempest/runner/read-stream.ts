import { asTest, testsIn, type StreamEvent, type TempestTest } from '../import/stream.ts'
import { splitPackets } from '../import/split-packets.ts'
import { parseSubunitV2 } from '../import/subunit-v2.ts'
import { subunitV2, type Packet } from '../import/write-subunit-v2.ts'

/** Reads what `tempest run --subunit` prints, as it comes. */
export interface StreamReader {
  push(bytes: Buffer): void
  /** From now on nothing counts: what is ended fails for that alone. */
  close(): void
  /** What stood between the events; its end. */
  text(): string
  /** Names of tests that have begun and not ended. */
  running(): ReadonlySet<string>
  result(): { readonly tests: readonly TempestTest[]; readonly finishedAt: string | null }
  /** The events as a stream of subunit, without what tests had attached but for their last words. */
  stream(redact: (text: string) => string): Buffer
}

const longestText = 64 * 1024

/** Makes a reader that tells of each test that ends. */
export function streamReader(onEnd: (test: TempestTest) => void): StreamReader {
  const events: StreamEvent[] = []
  const attached = new Map<string, string>()
  const running = new Set<string>()
  let text = ''
  let isOpen = true
  const splitter = splitPackets(
    (packet) => {
      for (const event of parseSubunitV2(packet, 'tempest run', attached).events) take(event)
    },
    (piece) => (text = `${text}${piece}`.slice(-longestText)),
  )

  function take(event: StreamEvent): void {
    events.push(event)
    if (event.outcome === 'not run') running.add(event.test)
    else {
      running.delete(event.test)
      onEnd(asTest(event.test, event.outcome, event.message))
    }
  }

  return {
    push(bytes) {
      if (isOpen) splitter.push(bytes)
    },
    close() {
      if (isOpen) splitter.end()
      isOpen = false
    },
    text: () => text,
    running: () => running,
    result: () => testsIn({ events, isTorn: false }),
    stream: (redact) => subunitV2(events.flatMap((event) => packetsOf(event, redact))),
  }
}

const statuses = { 'not run': 2, passed: 3, failed: 6, skipped: 5 } as const satisfies Record<
  StreamEvent['outcome'],
  number
>

function packetsOf({ test, outcome, message, at }: StreamEvent, redact: (text: string) => string): readonly Packet[] {
  const when = at === null ? {} : { at }
  const name = outcome === 'skipped' ? 'reason' : 'traceback'
  const words =
    message === null ? [] : [{ test, mime: 'text/plain;charset=utf8', file: { name, content: redact(message) } }]
  return [...words.map((packet) => ({ ...packet, ...when })), { test, status: statuses[outcome], ...when }]
}
