import { sql } from 'kysely'
import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { detect } from './detect.ts'
import { keyOf, type Notice } from './notice.ts'
import { readFacts } from './read-facts.ts'
import type { Watched } from './settings.ts'
import { stateKey } from './subject-facts.ts'

/** Any number that nobody else locks by: "scsn". */
const lockSpace = 0x7363736e

/**
 * Finds what is to be told about a subject, and puts it on its way, all in one transaction: whatever ends in between, nothing is
 * lost and nothing is there twice. Of several processes only one at a time does it for a subject; the next finds nothing new.
 *
 * @returns whether there is something to deliver
 */
export async function watch(
  database: Database,
  scopes: ReadonlyMap<string, Scope>,
  subject: string,
  { rules, contacts }: Watched,
  now: () => number,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${lockSpace}::int, hashtext(${subject}))`.execute(transaction)
    const nowMs = now()
    const { withinMs, lastingMs } = rules.patience
    const since = new Date(nowMs - 2 * Math.max(withinMs, lastingMs))
    const facts = await readFacts(transaction, scopes, subject, since, new Date(nowMs))
    const rows = await transaction.selectFrom('notice_state').where('subject', '=', subject).selectAll().execute()
    const told = new Map(rows.map((row) => [stateKey(row.scope_uuid, row.item), row.told]))
    const found = detect(facts, told, rules, nowMs)
    if (found.told.size > 0) {
      const values = [...found.told].map(([key, value]) => {
        const blank = key.indexOf(' ')
        return { subject, scope_uuid: key.slice(0, blank), item: key.slice(blank + 1), told: value }
      })
      await transaction
        .insertInto('notice_state')
        .values(values)
        .onConflict((conflict) =>
          conflict
            .columns(['subject', 'scope_uuid', 'item'])
            .doUpdateSet((set) => ({ told: set.ref('excluded.told') })),
        )
        .execute()
    }
    let isSomething = false
    for (const notice of found.notices) {
      const { kind } = notice
      const names = contacts.flatMap(({ name, events }) => (kind !== 'test' && events.has(kind) ? [name] : []))
      if (names.length > 0 && (await put(transaction, notice, names, new Date(nowMs)))) isSomething = true
    }
    return isSomething
  })
}

/** False where it is there already. */
async function put(database: Database, notice: Notice, contacts: readonly string[], at: Date): Promise<boolean> {
  const row = await database
    .insertInto('notice')
    .values({
      key: keyOf(notice),
      subject: notice.subject,
      kind: notice.kind,
      created_at: at,
      content: JSON.stringify(notice),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return false
  await database
    .insertInto('notice_delivery')
    .values(
      contacts.map((contact) => ({ notice_id: row.id, contact, attempts: 0, next_attempt_at: at, outcome: null })),
    )
    .execute()
  return true
}

/** True for the one process whose turn it is to look at all subjects. */
export async function takeRound(database: Database, now: Date, everyMs: number): Promise<boolean> {
  const row = await database
    .updateTable('notice_round')
    .set({ next_at: new Date(now.getTime() + everyMs) })
    .where('next_at', '<=', now)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
