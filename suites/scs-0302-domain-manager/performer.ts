import type { Call } from '../../src/openstack/client.ts'
import type { Leasable } from '../../src/openstack/lease.ts'
import { HiddenError, type ActLog, type Topic } from './acts.ts'
import { idsOf, type Kind } from './resources.ts'
import type { Manager } from './try-out.ts'

export type Hold = <Made>(thing: Leasable<Made>) => Promise<Made>

/** What an act takes; undefined where it was not made or found. */
type Ids = readonly (string | undefined)[]
type Work = (...ids: readonly string[]) => Promise<unknown>

/** One manager at work, with every act written down. */
export interface Performer {
  readonly manager: Manager
  readonly hold: Hold
  /** Ends the names of what this manager makes. */
  readonly suffix: string
  /** Does what the standard allows; the value where it was done. */
  readonly may: <T>(
    topic: Topic,
    what: string,
    ids: Ids,
    work: (...ids: readonly string[]) => Promise<T>,
  ) => Promise<T | undefined>
  /** Tries what the standard forbids; where it is done, `undo` takes it back. */
  readonly mayNot: (topic: Topic, what: string, ids: Ids, work: Work, undo?: Work) => Promise<void>
  readonly call: (method: NonNullable<Call['method']>, path: string, body?: unknown) => Promise<unknown>
  /** Lists by name; HiddenError where the id is not in it. */
  readonly seeInList: (
    kind: Kind,
    query: { readonly name: string; readonly domain_id?: string },
    id: string,
  ) => Promise<void>
}

export function performer(log: ActLog, manager: Manager, hold: Hold, suffix: string): Performer {
  const { openstack } = manager
  const perform = async <T>(
    about: Parameters<ActLog['attempt']>[0],
    ids: Ids,
    work: (...ids: readonly string[]) => Promise<T>,
  ) => {
    const known = ids.filter((id) => id !== undefined)
    if (known.length === ids.length) return log.attempt(about, async () => ({ value: await work(...known) }))
    log.skip(about, 'what it takes could not be made or found')
    return undefined
  }
  return {
    manager,
    hold,
    suffix,
    async may(topic, what, ids, work) {
      return (await perform({ topic, what, isAllowed: true }, ids, work))?.value
    },
    async mayNot(topic, what, ids, work, undo) {
      const done = await perform({ topic, what, isAllowed: false }, ids, work)
      // What is not taken back goes with what it hangs on.
      if (done && undo) await undo(...ids.filter((id) => id !== undefined)).catch(() => undefined)
    },
    call: (method, path, body) =>
      openstack.send({ service: 'identity', method, path, ...(body === undefined ? {} : { body }) }),
    async seeInList(kind, query, id) {
      if (!(await idsOf(openstack, kind, query)).includes(id)) throw new HiddenError(`the ${kind} ${query.name}`)
    },
  }
}
