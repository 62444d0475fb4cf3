import type { OpenLedger } from '../ledger-folder.ts'
import { serversOf } from '../ledger.ts'
import type { Remnant } from '../sweep.ts'
import type { OpenPlaces } from './places.ts'
import { lookByName } from './remnants-by-name.ts'
import { writtenIn, type UndoOptions } from './remnants-in-ledger.ts'

/** What cleaning up would delete, and what it would not. */
export interface Remnants {
  readonly remnants: readonly Remnant[]
  /** Left alone, with the reason. */
  readonly kept: readonly {
    readonly runId: string
    readonly kind: string
    readonly name: string
    readonly why: string
    /** It was to be deleted, and could not be; else it may be at work, and nobody has asked for it. */
    readonly wanted: boolean
  }[]
  /** Sentences on what could not be looked for. */
  readonly unseen: readonly string[]
}

export interface GatherOptions extends UndoOptions {
  /** Only what this run has made. */
  readonly run?: string
  /** Also what runs have made that are, or may be, at work on another machine. */
  readonly allRuns?: boolean
}

/**
 * Finds what runs have left, by what they have written down first, and by name second. Runs that are still at work are
 * left alone; so are, unless they are named, those of which we cannot know: on another machine, or with a ledger elsewhere.
 */
export async function gatherRemnants(
  ledgers: readonly OpenLedger[],
  places: OpenPlaces,
  options: GatherOptions,
): Promise<Remnants> {
  const remnants: Remnant[] = []
  const kept: Remnants['kept'][number][] = []
  const busy = new Map(ledgers.flatMap((one) => (isBusy(one, options) ? [[one.runId, whyBusy(one)]] : [])))
  const byName = await lookByName(places)

  for (const open of ledgers) {
    if (options.run !== undefined && open.runId !== options.run) continue
    const served = new Set(open.entries.flatMap(serversOf))
    for (const entry of open.entries.toReversed()) {
      if ('server' in entry.place && served.has(entry.place.server)) continue // goes with the cluster that it is on
      const { runId } = open
      const why = busy.get(runId)
      const wanted = why === undefined || options.run === runId
      const remnant = why ?? writtenIn(open, entry, places, options)
      if (typeof remnant === 'string') kept.push({ runId, kind: entry.kind, name: entry.name, why: remnant, wanted })
      else remnants.push(remnant)
    }
  }
  for (const found of byName.remnants) {
    if (options.run !== undefined && found.runId !== options.run) continue
    const isKnown = ledgers.some(({ runId }) => runId === found.runId)
    const isMeant = isKnown || options.allRuns === true || options.run !== undefined
    const why = busy.get(found.runId) ?? (isMeant ? undefined : whyUnknown(found.runId))
    if (why !== undefined) {
      if (!kept.some(({ name }) => name === found.name))
        kept.push({ ...pick(found), why, wanted: options.run === found.runId })
    } else if (!remnants.some((known) => isSame(known, found))) remnants.push(found)
  }
  return { remnants, kept, unseen: byName.unseen }
}

function pick({ runId, kind, name }: Remnant): Pick<Remnant, 'runId' | 'kind' | 'name'> {
  return { runId, kind, name }
}

function isSame(a: Remnant, b: Remnant): boolean {
  return a.where === b.where && a.among === b.among && a.name === b.name && (a.id === b.id || a.id === null)
}

function isBusy({ state, runId }: OpenLedger, { run, allRuns }: GatherOptions): boolean {
  return state === 'running' || (state === 'elsewhere' && run !== runId && allRuns !== true)
}

function whyBusy({ state, run, runId }: OpenLedger): string {
  if (state === 'running') return `run ${runId} is still at work (process ${run?.pid ?? '?'}); end it first`
  return `run ${runId} was started on ${run?.machine ?? 'another machine'}; if it is not at work there: --run ${runId}, or --all-runs`
}

function whyUnknown(runId: string): string {
  return `no ledger here knows run ${runId}, which may be at work on another machine; if not: --run ${runId}, or --all-runs`
}
