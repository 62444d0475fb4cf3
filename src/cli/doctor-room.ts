import type { Check } from '../check.ts'
import { closure, FactError, type FactStore } from '../fact-store.ts'
import type { Fact, Quota, Room } from '../fact.ts'
import { raisesInWords, roomInWords, shortages, shortagesInWords, sumOf } from '../room.ts'
import { actingFacts } from './making-words.ts'

/** What `doctor` says of one thing. */
interface Said {
  readonly outcome: 'ok' | 'warning' | 'failed'
  readonly message: string
}

/** What testcases want of the project's quota while they act. */
interface Wish {
  readonly ids: readonly string[]
  readonly room: Room
  readonly quotas: readonly Quota[]
}

/** The facts that tell the quotas that these count towards. */
export function quotaFacts(checks: readonly Check[]): ReadonlySet<Fact> {
  return new Set(checks.flatMap(actingFacts).flatMap(({ makes }) => makes.quotas ?? []))
}

/** Whether what acts fits into the project's quota: all side by side, one after the other, or not at all. Empty where nothing acts. */
export async function lookAtRoom(
  store: FactStore,
  checks: readonly Check[],
  missing: ReadonlySet<Fact>,
): Promise<readonly Said[]> {
  const wishes = (await wishesOf(store, checks, missing)).filter(({ room }) => roomInWords(room) !== 'nothing')
  const quotas = [...new Map(wishes.flatMap((wish) => wish.quotas).map((quota) => [quota.kind, quota])).values()]
  const tooBig = wishes.flatMap(({ ids, room }): Said[] => {
    const lacking = shortages([room], quotas)
    if (lacking.length === 0) return []
    const way = `delete what is not needed, or raise ${raisesInWords(lacking)}`
    return [{ outcome: 'failed', message: `${ids.join(', ')}: no room for ${shortagesInWords(lacking)}; ${way}` }]
  })
  const fitting = wishes.filter(({ room }) => shortages([room], quotas).length === 0).map(({ room }) => room)
  return fitting.length === 0 ? tooBig : [...tooBig, together(fitting, quotas)]
}

function together(rooms: readonly Room[], quotas: readonly Quota[]): Said {
  const lacking = shortages(rooms, quotas)
  const held = roomInWords(sumOf(rooms))
  if (lacking.length === 0) return { outcome: 'ok', message: `what acts fits into it side by side: ${held}` }
  const why = `together it would be ${shortagesInWords(lacking)}`
  return {
    outcome: 'warning',
    message: `what acts fits into it, but not all side by side: a run has some wait for others, and takes longer; ${why}; raise ${raisesInWords(lacking)}`,
  }
}

/** Of those whose needs can be learned; what is wrong with the others is told of their needs. */
async function wishesOf(
  store: FactStore,
  checks: readonly Check[],
  missing: ReadonlySet<Fact>,
): Promise<readonly Wish[]> {
  const facts = new Set(checks.flatMap(actingFacts).filter(({ makes }) => makes.room))
  const named = [...facts].filter((fact) => [...closure({ fact })].every((need) => !missing.has(need)))
  const wishes = named.map(async ({ needs, makes }): Promise<Wish[]> => {
    const ids = checks.filter((check) => actingFacts(check).some((one) => one.makes === makes)).map(({ id }) => id)
    try {
      const learned = await store.learnAll(needs)
      // A fact of quotas is among the needs, by its name.
      const quotas = (makes.quotas ?? []).flatMap(({ name }) => learned[name] as readonly Quota[])
      return [{ ids, room: makes.roomOf?.(learned) ?? makes.room ?? {}, quotas }]
    } catch (error) {
      if (error instanceof FactError) return []
      throw error
    }
  })
  return (await Promise.all(wishes)).flat()
}
