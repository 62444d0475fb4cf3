import { setTimeout as pause } from 'node:timers/promises'
import { StatusError } from './answer.ts'
import { cleanUp, kindOf, messageOf, withLeftover, withOwnDeadline } from './clean-up.ts'
import { given, loading, tellProgress, type CauseKind } from './fact.ts'
import { nameOf } from './run-name.ts'
import type { Ledger, LedgerEntry, Place, Undo } from './ledger.ts'

export type { Ledger, LedgerEntry } from './ledger.ts'

/** Short id of this run, part of the name of everything it makes. */
export const runId = given<string>('the run id')

/** Where this run writes down what it is about to make. */
export const ledger = given<Ledger>('the ledger')

/** What it takes to lease something; a fact with `needs: { runId, ledger }` has it at hand. */
export interface Lessor {
  readonly runId: string
  readonly ledger: Ledger
  /** Deletes nothing at the end: the ledger keeps it, for `cleanup`. */
  readonly keep?: boolean
}

/** How one kind of resource is made, found and deleted. */
export interface Leasable<Made> {
  /** For people: `security group`. */
  readonly kind: string
  /** Ends the name; tells several resources of one run apart: `sg`. */
  readonly suffix: string
  /** The service that has it, for the ledger: `network`, `kubernetes`. */
  readonly service: string
  /** The collection, for the ledger: `/security-groups`, `/api/v1/namespaces`. */
  readonly path: string
  /** The project or cluster, for the ledger. */
  readonly place: Place
  /** The name, where it has to hold more than `scs-conformance-<run id>-<suffix>`. */
  readonly name?: string
  /** Sends the one call that makes it, under this name. */
  create(name: string): Promise<Made>
  idOf(made: Made): string
  /** Ids of all resources of that name; asked where the answer to the create call was lost. */
  find(name: string): Promise<readonly string[]>
  /** Sends the call that deletes it; fine where it is not there any more. */
  remove(id: string): Promise<void>
  isGone(id: string): Promise<boolean>
  /** Milliseconds that cleaning up may take, however the run ends. Default 30 s. */
  readonly cleanUpMs?: number
  /** Milliseconds before the second look, then twice as long each time. Default 0.5 s. */
  readonly pauseMs?: number
  /** How often the create call is sent, at most. Default 3. */
  readonly creations?: number
  /** How often the delete call is sent, at most; as often as `cleanUpMs` allows if absent. */
  readonly removals?: number
  /** As long as it is there, what was held before it must stay: it is deleted with the help of that. */
  readonly guards?: boolean
  /** For the ledger, where deleting takes a command line of the user's. */
  readonly undo?: Undo
}

/** Makes one resource more of those that are deleted together, the last one first. */
export type Hold = <Made>(thing: Leasable<Made>) => Promise<Made>

/** What the use of the resource gave, and how cleaning up went. */
export interface Leased<Value> {
  readonly value: Value
  /** null where the resource is gone, as seen; otherwise why it is not. The ledger then still names it. */
  readonly leftover: Leftover | null
}

export interface Leftover {
  /** Why the delete call failed; null where it was accepted, but the resource stayed. */
  readonly refused: CauseKind | null
  /** One sentence for the operator, with the name. */
  readonly message: string
}

/**
 * Makes a resource, lets it be used and deletes it, whatever happens in between: the run is written to the ledger before
 * the create call is sent, deleting has its own deadline so that it also happens in an aborted run, and it counts only
 * when the resource was seen to be gone. A create call that is under way when the run ends is waited for, since only its
 * answer tells what to delete. One that failed without being refused may have worked, so the resource is looked for by
 * name and deleted before the call is sent again.
 */
export function lease<Made, Value>(
  lessor: Lessor,
  thing: Leasable<Made>,
  use: (made: Made, name: string) => Promise<Value>,
): Promise<Leased<Value>> {
  return leases(lessor, async (hold) => use(await hold(thing), nameFor(lessor, thing)))
}

interface Held {
  readonly thing: Omit<Leasable<unknown>, 'create' | 'idOf'>
  readonly name: string
  readonly ids: readonly string[]
}

/**
 * The same for several resources that need each other: `use` makes them one by one with `hold`, and they are deleted in
 * reverse order, also those of a row that broke off. What stays behind does not keep the others from being deleted, unless
 * it guards them.
 */
export async function leases<Value>(lessor: Lessor, use: (hold: Hold) => Promise<Value>): Promise<Leased<Value>> {
  let held: Held[] = []
  const hold: Hold = async (thing) => {
    const name = nameFor(lessor, thing)
    loading.getStore()?.signal.throwIfAborted()
    const making = await make(lessor, thing, name)
    if ('error' in making) {
      if (making.leftover && thing.guards) held = []
      throw withLeftover(making.error, making.leftover?.message ?? null)
    }
    const id = thing.idOf(making.made)
    held.push({ thing, name, ids: [id] })
    await lessor.ledger.record(ledgerEntry(thing, 'made', name, id))
    return making.made
  }
  try {
    const value = await use(hold)
    return { value, leftover: await discardAll(lessor, held) }
  } catch (error) {
    throw withLeftover(error, (await discardAll(lessor, held))?.message ?? null)
  }
}

async function discardAll(lessor: Lessor, held: readonly Held[]): Promise<Leftover | null> {
  if (lessor.keep) return null
  const leftovers: Leftover[] = []
  for (const { thing, name, ids } of held.toReversed()) {
    const leftover = await discard(lessor, thing, name, ids)
    if (leftover) leftovers.push(leftover)
    if (leftover && thing.guards) break
  }
  const [first] = leftovers
  return first ? { refused: first.refused, message: leftovers.map(({ message }) => message).join('; ') } : null
}

function nameFor<Made>({ runId }: Lessor, { name, suffix }: Leasable<Made>): string {
  return name ?? nameOf(runId, suffix)
}

const mostCreates = 3

type Making<Made> = { readonly made: Made } | { readonly error: unknown; readonly leftover: Leftover | null }

async function make<Made>(lessor: Lessor, thing: Leasable<Made>, name: string): Promise<Making<Made>> {
  for (let attempt = 1; ; attempt++) {
    tellProgress(`making the ${thing.kind} ${name}`)
    await lessor.ledger.record(ledgerEntry(thing, 'planned', name, null))
    try {
      return { made: await withOwnDeadline(thing.cleanUpMs ?? cleanUpMs, () => thing.create(name)) }
    } catch (error) {
      const leftover = await discard(lessor, thing, name, isRefusal(error) ? [] : undefined, looksAfter(error))
      const over = loading.getStore()?.signal.aborted ?? false
      const last = attempt === (thing.creations ?? mostCreates)
      if (leftover || over || isRefusal(error) || last) return { error, leftover }
      await pause((thing.pauseMs ?? pauseMs) * attempt)
    }
  }
}

const pauseMs = 500
const cleanUpMs = 30_000

/** Never rejects, since whoever leased has to be told either way. */
async function discard(
  { ledger }: Lessor,
  thing: Held['thing'],
  name: string,
  ids: readonly string[] | undefined,
  looks = 1,
): Promise<Leftover | null> {
  const broom = {
    find: () => thing.find(name),
    remove(id: string) {
      tellProgress(`deleting the ${thing.kind} ${name}`)
      return thing.remove(id)
    },
    isGone: (id: string) => thing.isGone(id),
    pauseMs: thing.pauseMs ?? pauseMs,
    looks,
    ...(thing.removals === undefined ? {} : { removals: thing.removals }),
  }
  try {
    const obstacle = await cleanUp(broom, ids, thing.cleanUpMs ?? cleanUpMs)
    if (obstacle) return { refused: obstacle.kind, message: leftBehind(thing, name, obstacle.message) }
    await ledger.record(ledgerEntry(thing, 'gone', name, ids?.[0] ?? null))
    return null
  } catch (error) {
    return { refused: kindOf(error), message: leftBehind(thing, name, messageOf(error)) }
  }
}

/** The service said no, so there is nothing to look for. Without an answer, or with 5xx, it may be there. */
function isRefusal(error: unknown): boolean {
  return error instanceof StatusError && error.status >= 400 && error.status < 500 && error.status !== 429
}

/** 429 and 503 say that the call was not carried out; anything else may still be at work behind a lost answer. */
function looksAfter(error: unknown): number {
  return error instanceof StatusError && (error.status === 429 || error.status === 503) ? 1 : 4
}

function leftBehind({ kind }: Held['thing'], name: string, why: string): string {
  return `the ${kind} ${name} may be left behind: ${why}; delete it by hand, or with 'scs-conformance cleanup'`
}

/** What the ledger says of a resource. */
export function ledgerEntry(
  { kind, service, path, place, undo }: Omit<Leasable<unknown>, 'create' | 'idOf'>,
  event: LedgerEntry['event'],
  name: string,
  id: string | null,
): LedgerEntry {
  return { event, kind, name, service, path, place, id, ...(undo ? { undo } : {}) }
}
