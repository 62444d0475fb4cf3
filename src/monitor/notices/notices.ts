import type { Redactor } from '../../redact.ts'
import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { finish, giveUpOthers, mostAttempts, takeDue, waitAfterMs, type Delivery } from './deliveries.ts'
import { messageOf } from './message.ts'
import { takeRound, watch } from './outbox.ts'
import { send, usualSendMs, type Outcome } from './send.ts'
import { watchedOf, type Channel, type NoticeSettings } from './settings.ts'

/** Finds and delivers notices while the server runs. */
export interface Notices {
  /** Reports on these subjects have come in. Costs nothing: they are looked at afterwards. */
  readonly reported: (subjects: readonly string[]) => void
  /** From now on these hold. */
  readonly replace: (settings: NoticeSettings) => void
  /** Resolves when all that is due now has been tried. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface NoticesOptions {
  readonly database: Database
  /** By uuid. */
  readonly scopes: ReadonlyMap<string, Scope>
  readonly settings: NoticeSettings
  /** Base address of the monitor. */
  readonly publicUrl?: string | undefined
  readonly redactor: Redactor
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Is told what could not be delivered, by name of the contact. */
  readonly say: (text: string) => void
  /** Milliseconds. */
  readonly now: () => number
  /** How often all subjects are looked at: what time brings, and reports that other processes took. */
  readonly roundMs?: number
  /** How often deliveries are looked for that are due again. */
  readonly pollMs?: number
  /** What an attempt may take. */
  readonly sendMs?: number
}

/** Deliveries of one channel at the same time: a channel that hangs holds up no other, and a server is not flooded. */
const atOnce = 4

/**
 * Starts to look for what is to be told, and to deliver it. Any number of processes may do so on one database: each round of all
 * subjects is one's, a subject is looked at by one at a time, and a delivery is taken by one. Delivered at least once.
 */
export function startNotices(options: NoticesOptions): Notices {
  const { database, scopes, publicUrl, redactor, environment, say, now } = options
  const { roundMs = 300_000, pollMs = 10_000, sendMs = usualSendMs } = options
  let { settings } = options
  const due = new Set<string>()
  const ending = new AbortController()
  let looking: Promise<void> | undefined
  const delivering = new Map<string, Promise<void>>()

  async function lookAll(): Promise<void> {
    if (await takeRound(database, new Date(now()), roundMs)) {
      for (const subject of await allSubjects(database, settings)) due.add(subject)
    }
    for (const subject of due) {
      if (ending.signal.aborted) return
      due.delete(subject)
      const watched = watchedOf(settings, subject)
      if (watched.contacts.length === 0) continue
      try {
        if (await watch(database, scopes, subject, watched, now)) deliver()
      } catch (error) {
        due.add(subject)
        throw error
      }
    }
  }

  function look(): void {
    looking ??= lookAll()
      .then(
        () => due.size > 0 && !ending.signal.aborted,
        (error: unknown) => {
          say(`notices: not all subjects could be looked at (${reasonOf(error)})`)
          return false // when it is polled
        },
      )
      .then((isMore) => {
        looking = undefined
        if (isMore) look()
      })
  }

  function deliver(): void {
    for (const channel of settings.channels) {
      if (delivering.has(channel.name) || ending.signal.aborted) continue
      const work = deliverBy(channel)
        .catch((error: unknown) => say(`notices: deliveries could not be looked for (${reasonOf(error)})`))
        .finally(() => delivering.delete(channel.name))
      delivering.set(channel.name, work)
    }
  }

  async function deliverBy(channel: Channel): Promise<void> {
    const names = () =>
      [...settings.contacts.values()].flatMap((one) => (one.channel.name === channel.name ? [one.name] : []))
    for (;;) {
      const taken = await takeDue(database, names(), { now: new Date(now()), leaseMs: 2 * sendMs, most: atOnce })
      if (taken.length === 0) return
      await Promise.all(taken.map(deliverOne))
      if (ending.signal.aborted) return
    }
  }

  async function deliverOne(delivery: Delivery): Promise<void> {
    const { key, notice, createdAt, attempts } = delivery
    const contact = settings.contacts.get(delivery.contact)
    if (!contact) return finish(database, delivery, 'given-up')
    const { language } = contact
    const message = messageOf(key, contact.name, notice, { createdAt, language, publicUrl })
    const outcome = await send(message, contact, {
      redactor,
      environment,
      signal: ending.signal,
      timeoutMs: sendMs,
      now,
    })
    if (outcome.isDelivered) return finish(database, delivery, 'delivered')
    if (ending.signal.aborted) return finish(database, delivery, { again: new Date(now()), isNoAttempt: true })
    const what = `notices: ${notice.kind} of ${notice.subject} to ${contact.name}: not delivered: ${outcome.why}`
    if (outcome.isFinal || attempts >= mostAttempts) {
      say(`${what}; given up after ${attempts} attempt${attempts === 1 ? '' : 's'}`)
      return finish(database, delivery, 'given-up')
    }
    const waitMs = waitBefore(outcome, attempts)
    say(`${what}; again in ${Math.ceil(waitMs / 60_000)} min`)
    return finish(database, delivery, { again: new Date(now() + waitMs) })
  }

  /** When settings are read only: while another process has read newer ones, this one knows no contact that is new in them. */
  async function forget(): Promise<void> {
    const gone = await giveUpOthers(database, [...settings.contacts.keys()])
    if (gone > 0) say(`notices: ${gone} given up: their contacts are in the file no more`)
  }

  const poll = () => {
    look()
    deliver()
  }
  const timer = setInterval(poll, pollMs)
  timer.unref()
  let forgetting: Promise<void> | undefined
  const begin = () => {
    forgetting = forget().catch((error: unknown) => say(`notices: ${reasonOf(error)}`))
    poll()
  }
  begin()

  async function settled(): Promise<void> {
    await forgetting
    while (looking || delivering.size > 0) await Promise.all([looking, ...delivering.values()])
  }

  return {
    reported(subjects) {
      for (const subject of subjects) due.add(subject)
      if (!looking) look()
    },
    replace(next) {
      settings = next
      begin()
    },
    settled,
    async close() {
      clearInterval(timer)
      ending.abort()
      await settled()
    },
  }
}

/** Those of the file; where everybody is told of all, also those with results. */
async function allSubjects(database: Database, { subjects, everybody }: NoticeSettings): Promise<ReadonlySet<string>> {
  const all = new Set(subjects.keys())
  if (everybody.contacts.length === 0) return all
  for (const { subject } of await database.selectFrom('standing').select('subject').distinct().execute())
    all.add(subject)
  return all
}

const longestAskedMs = 24 * 3600_000

function waitBefore({ retryAfterMs = 0 }: Extract<Outcome, { isDelivered: false }>, attempts: number): number {
  return Math.min(Math.max(waitAfterMs(attempts), retryAfterMs), longestAskedMs)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
