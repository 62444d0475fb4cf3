import type { Database } from '../database/database.ts'
import type { Notice } from './notice.ts'

/** A notice whose turn it is, with whom it goes to. */
export interface Delivery {
  readonly id: number
  readonly key: string
  /** Name of the contact. */
  readonly contact: string
  readonly createdAt: Date
  /** This one included. */
  readonly attempts: number
  readonly notice: Notice
}

/** Attempts, over a day and a half; then it is given up. */
export const mostAttempts = 12
const firstWaitMs = 60_000
const longestWaitMs = 6 * 3600_000

/**
 * Takes what is due to these contacts. Until `leaseMs` have passed nobody else takes it; whoever dies meanwhile has it sent once
 * more, under the same id.
 */
export async function takeDue(
  database: Database,
  contacts: readonly string[],
  { now, leaseMs, most }: { readonly now: Date; readonly leaseMs: number; readonly most: number },
): Promise<readonly Delivery[]> {
  if (contacts.length === 0) return []
  // taken first, then changed: a subquery may be run more than once, and would take more
  const taken = await database
    .with('due', (query) =>
      query
        .selectFrom('notice_delivery')
        .where('next_attempt_at', '<=', now)
        .where('contact', 'in', [...contacts])
        .orderBy('next_attempt_at')
        .limit(most)
        .select(['notice_id', 'contact'])
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('notice_delivery')
    .from('due')
    .set((set) => ({
      attempts: set('notice_delivery.attempts', '+', 1),
      next_attempt_at: new Date(now.getTime() + leaseMs),
    }))
    .whereRef('notice_delivery.notice_id', '=', 'due.notice_id')
    .whereRef('notice_delivery.contact', '=', 'due.contact')
    .returning(['notice_delivery.notice_id as id', 'notice_delivery.contact', 'notice_delivery.attempts'])
    .execute()
  if (taken.length === 0) return []
  const notices = await database
    .selectFrom('notice')
    .where(
      'id',
      'in',
      taken.map(({ id }) => id),
    )
    .select(['id', 'key', 'created_at', 'content'])
    .execute()
  return taken.flatMap((one) => {
    const row = notices.find(({ id }) => id === one.id)
    return row ? [{ ...one, key: row.key, createdAt: row.created_at, notice: row.content as Notice }] : []
  })
}

/** What is on its way to a contact that is none any more is given up, also where its next attempt is later. @returns how many there were */
export async function giveUpOthers(database: Database, contacts: readonly string[]): Promise<number> {
  let query = database
    .updateTable('notice_delivery')
    .set({ next_attempt_at: null, outcome: 'given-up' })
    .where('next_attempt_at', 'is not', null)
  if (contacts.length > 0) query = query.where('contact', 'not in', [...contacts])
  return (await query.returning('notice_id').execute()).length
}

/** What has become of an attempt. `again`: when there is another one. */
export async function finish(
  database: Database,
  { id, contact, attempts }: Delivery,
  outcome: 'delivered' | 'given-up' | { readonly again: Date; readonly isNoAttempt?: boolean },
): Promise<void> {
  const isOver = typeof outcome === 'string'
  await database
    .updateTable('notice_delivery')
    .set(
      isOver
        ? { next_attempt_at: null, outcome }
        : { next_attempt_at: outcome.again, attempts: outcome.isNoAttempt ? attempts - 1 : attempts },
    )
    .where('notice_id', '=', id)
    .where('contact', '=', contact)
    .where('outcome', 'is', null)
    .execute()
}

/** How long to wait after so many attempts: a minute, then twice as long each time, up to six hours. */
export function waitAfterMs(attempts: number): number {
  return Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs)
}
