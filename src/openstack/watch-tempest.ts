import { setTimeout as pause } from 'node:timers/promises'
import { messageOf, withOwnDeadline } from '../clean-up.ts'
import type { Lessor } from '../lease.ts'
import type { LedgerEntry } from '../ledger.ts'
import { isTempestName, tempestPrefix } from '../run-name.ts'
import { sweep, type Remnant } from '../sweep.ts'
import type { OpenStack } from './client.ts'
import { isGone, rankOf, removeResource, settle, timeoutMsOf } from './sweep.ts'
import { attachedAddresses, floatingAddresses, portsOn, unlock } from './sweep/not-named.ts'
import type { Found, Sweepable } from './sweep/sweepable.ts'
import { sweepables } from './sweep/sweepables.ts'
import { candidates } from './service-types.ts'

export { tempestPrefix } from '../run-name.ts'

/** Watches what Tempest makes in a project under names of its own, and may end without deleting. */
export interface TempestWatch {
  /** Kinds of what is there at the beginning: `snapshot`. */
  readonly present: ReadonlySet<string>
  /** Looks what has come, and writes into the ledger what bears one of the names. */
  look(): Promise<void>
  /**
   * Deletes what has come since the beginning and bears one of the names, with what hangs on it. Never rejects.
   * @returns sentences on what may be left, and on what came meanwhile and bears another name, which is left alone
   */
  cleanUp(): Promise<readonly string[]>
}

type One = Found & { readonly of: Sweepable }

const cleanUpMs = 15 * 60_000
const looksAfter = 3

/**
 * Begins to watch: takes down what is there, so that it is spared whatever its name.
 *
 * @param pauseMs between tries to delete
 * @throws ProbeError where the project cannot be looked at: then nothing must be made in it
 */
export async function watchTempest(
  { openstack, ledger, runId }: Pick<Lessor, 'ledger' | 'runId'> & { readonly openstack: OpenStack },
  pauseMs = 1_000,
): Promise<TempestWatch> {
  const isTheirs = (name: string) => isTempestName(name) || name.startsWith(`${tempestPrefix(runId)}-`)
  const kinds = sweepables.filter(
    ({ ofDomain, service }) =>
      !ofDomain &&
      service !== 'key-manager' &&
      openstack.catalog.some(({ type }) => candidates(service).includes(type)),
  )
  const atFirst = await all()
  const before = new Set(atFirst.map(keyOf))
  const addressesBefore = new Set((await floatingAddresses(openstack)).map(({ id }) => id))
  const written = new Map<string, One>()

  async function all(): Promise<readonly One[]> {
    const lists = await Promise.all(
      kinds.map(async (of) => (await of.list(openstack)).map(({ id, name }) => ({ id, name, of }))),
    )
    return lists.flat()
  }

  async function come(): Promise<readonly One[]> {
    return (await all()).filter((one) => !before.has(keyOf(one)))
  }

  async function record(event: LedgerEntry['event'], { id, name, of: { kind, service, path } }: One): Promise<void> {
    const place = { projectId: openstack.identity.projectId }
    await ledger.record({ event, kind, name, service, path, place, id, namedBy: 'tempest' })
  }

  /** What is theirs at this moment; the ledger is brought up to it. */
  async function note(): Promise<{ readonly theirs: readonly One[]; readonly others: readonly One[] }> {
    const there = await come()
    const theirs = there.filter(({ name }) => isTheirs(name))
    const keys = new Set(theirs.map(keyOf))
    for (const one of theirs) {
      if (written.has(keyOf(one))) continue
      written.set(keyOf(one), one)
      await record('made', one)
    }
    for (const [key, one] of written) {
      if (keys.has(key)) continue
      written.delete(key)
      await record('gone', one)
    }
    return { theirs, others: there.filter((one) => !keys.has(keyOf(one))) }
  }

  function remnantOf({ id, name, of }: One): Remnant {
    const { kind, service, path } = of
    const timeoutMs = timeoutMsOf(service, path)
    const rank = rankOf(service, path)
    const common = { runId, kind, name, id, where: 'the project', among: `${service}${path}`, foundBy: 'name' } as const
    return {
      ...common,
      rank,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      async remove() {
        await settle(openstack, service, path, id)
        if (service === 'compute' && path === '/servers') await unlock(openstack, id)
        await removeResource(openstack, service, path, id)
      },
      isGone: () => isGone(openstack, service, path, id),
    }
  }

  /** Also without a name of their own: addresses of their routers and ports, ports in their networks. */
  async function hanging(theirs: readonly One[]): Promise<readonly Remnant[]> {
    const ids = (path: string) =>
      new Set(theirs.flatMap(({ id, of }) => (of.service === 'network' && of.path === path ? [id] : [])))
    const ports = (await portsOn(openstack, ids('/networks'))).filter((port) => !before.has(`network/ports ${port.id}`))
    const at = { routers: ids('/routers'), ports: new Set([...ids('/ports'), ...ports.map(({ id }) => id)]) }
    const addresses = (await attachedAddresses(openstack, at)).filter(({ id }) => !addressesBefore.has(id))
    const asRemnant = (kind: string, path: string, rank: number) => (one: Found) => ({
      ...remnantOf({ ...one, of: { kind, service: 'network', path, list: () => Promise.resolve([]) } }),
      rank,
    })
    return [
      ...addresses.map(asRemnant('floating IP', '/floatingips', 0)),
      ...ports.map(asRemnant('port', '/ports', rankOf('network', '/ports'))),
    ]
  }

  async function cleanAll(): Promise<readonly string[]> {
    const left = new Map<string, string>()
    for (let look = 0; look < looksAfter; look++) {
      // A service may still be at work on what was asked of it last.
      if (look > 0) await pause(pauseMs)
      const { theirs } = await note()
      if (theirs.length === 0) continue
      left.clear()
      const own = theirs.map(remnantOf)
      const remnants = [...own, ...(await hanging(theirs)).filter(({ id }) => !own.some((one) => one.id === id))]
      const swept = await sweep(remnants, { signal: new AbortController().signal, pauseMs })
      for (const { remnant, outcome, message = '' } of swept) {
        if (outcome !== 'gone') left.set(remnant.name, `the ${remnant.kind} ${remnant.name} is still there: ${message}`)
      }
    }
    const { theirs, others } = await note()
    const stays = theirs.map(
      ({ name, of }) =>
        left.get(name) ?? `the ${of.kind} ${name} is still there; delete it with 'scs-conformance cleanup'`,
    )
    const addresses = (await floatingAddresses(openstack)).filter(({ id }) => !addressesBefore.has(id))
    const strays = [
      ...others.map(({ name, id, of }) => `${of.kind} ${name === '' ? id : name}`),
      ...addresses.map(({ name }) => `floating IP ${name}`),
    ]
    return [...stays, ...strayNote(strays)]
  }

  return {
    present: new Set(atFirst.map(({ of }) => of.kind)),
    look: async () => void (await note()),
    async cleanUp() {
      try {
        return await withOwnDeadline(cleanUpMs, cleanAll)
      } catch (error) {
        return [`what Tempest may have left in the project could not be deleted: ${messageOf(error)}`]
      }
    },
  }
}

const mostStrays = 10

function strayNote(strays: readonly string[]): readonly string[] {
  if (strays.length === 0) return []
  const more = strays.length > mostStrays ? `, and ${strays.length - mostStrays} more` : ''
  const named = strays.slice(0, mostStrays).join(', ')
  return [
    `came up meanwhile, and does not bear a name of Tempest's: ${named}${more}; delete it by hand if nobody else has made it`,
  ]
}

function keyOf({ id, of: { service, path } }: One): string {
  return `${service}${path} ${id}`
}
