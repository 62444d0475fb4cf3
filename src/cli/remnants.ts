import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { isAbsent, removeObject } from '../kubernetes/lease.ts'
import type { Kubernetes } from '../kubernetes/client.ts'
import * as onCluster from '../kubernetes/sweep.ts'
import type { OpenLedger } from '../ledger-folder.ts'
import { fileLedger, serversOf, type LedgerEntry } from '../ledger.ts'
import type { OpenStack } from '../openstack/client.ts'
import * as onCloud from '../openstack/sweep.ts'
import { processStart } from '../process-start.ts'
import { endGroup } from '../provisioning/run-command.ts'
import { runUndo } from '../provisioning/undo.ts'
import type { Redactor } from '../redact.ts'
import { isNameOf } from '../run-name.ts'
import type { Remnant } from '../sweep.ts'

/** Where to look. */
export interface OpenPlaces {
  readonly clouds: readonly { readonly name: string; readonly host: string; readonly openstack: OpenStack }[]
  readonly clusters: readonly Kubernetes[]
}

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

export interface GatherOptions {
  /** Only what this run has made. */
  readonly run?: string
  /** Also what runs have made that are, or may be, at work on another machine. */
  readonly allRuns?: boolean
  readonly redactor: Redactor
  /** Gets what a command of the user's prints. */
  readonly onLine: (line: string) => void
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
      const remnant = why ?? written(open, entry, places, options)
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

/** What is found by name, ready to be deleted. */
async function lookByName({ clouds, clusters }: OpenPlaces): Promise<Pick<Remnants, 'remnants' | 'unseen'>> {
  const foundBy = 'name'
  const looks = await Promise.all([
    ...clouds.map(async ({ name: cloud, openstack }) => {
      const where = `cloud ${cloud}`
      const { found, unseen } = await onCloud.findByName(openstack)
      const remnants = found.map(({ of: { kind, service, path }, runId, name, id }): Remnant => {
        const rank = onCloud.rankOf(service, path)
        const among = `${service}${path}`
        return { runId, kind, name, id, where, among, foundBy, rank, ...resource(openstack, service, path, id) }
      })
      return { remnants, unseen: unseen.map((sentence) => `${where}: ${sentence}`) }
    }),
    ...clusters.map(async (kubernetes) => {
      const where = `cluster ${kubernetes.context}`
      const { found, unseen } = await onCluster.findByName(kubernetes)
      const remnants = found.map(({ runId, kind, name, path }): Remnant => {
        return {
          runId,
          kind,
          name,
          id: name,
          where,
          among: unversioned(path),
          foundBy,
          ...object(kubernetes, path, name),
        }
      })
      return { remnants, unseen: unseen.map((sentence) => `${where}: ${sentence}`) }
    }),
  ])
  return { remnants: looks.flatMap((look) => look.remnants), unseen: looks.flatMap((look) => look.unseen) }
}

function resource(
  openstack: OpenStack,
  service: string,
  path: string,
  id: string,
): Pick<Remnant, 'remove' | 'isGone' | 'timeoutMs'> {
  const timeoutMs = onCloud.timeoutMsOf(service, path)
  let hasWaited = false // once is enough: what hangs would hold up all other rounds too
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    async remove() {
      if (!hasWaited) await onCloud.settle(openstack, service, path, id)
      hasWaited = true
      await onCloud.removeResource(openstack, service, path, id)
    },
    isGone: () => onCloud.isGone(openstack, service, path, id),
  }
}

/** An object is the same in each version of its API. */
function unversioned(path: string): string {
  return path.replace(/^(\/apis\/[^/]+)\/[^/]+/, '$1')
}

/** A whole cluster takes its time to go: 20 minutes are what the official plug-ins give it. */
const clusterTimeoutMs = 1_200_000
const namespaceTimeoutMs = 180_000

function object(
  kubernetes: Kubernetes,
  path: string,
  name: string,
): Pick<Remnant, 'remove' | 'isGone' | 'rank' | 'timeoutMs' | 'guards'> {
  const isCluster = onCluster.isClusters(path)
  return {
    rank: onCluster.rankOf(path),
    guards: isCluster,
    timeoutMs: isCluster ? clusterTimeoutMs : namespaceTimeoutMs,
    remove: () => removeObject(kubernetes, path, name),
    isGone: () => isAbsent(kubernetes, path, name),
  }
}

/** What a ledger names, ready to be deleted; or why it is left alone. */
function written(
  open: OpenLedger,
  entry: LedgerEntry,
  places: OpenPlaces,
  { redactor, onLine }: GatherOptions,
): Remnant | string {
  const { runId, run } = open
  const { kind, name, id, service, path, place } = entry
  if (!isNameOf(runId, name)) return `its name does not belong to run ${runId}, though the ledger ${open.path} has it`
  const serves = serversOf(entry)
  const onIt = open.entries.filter((other) => 'server' in other.place && serves.includes(other.place.server))
  const forget = async () => {
    const ledger = fileLedger(open.path, run ?? undefined)
    for (const gone of [...onIt, entry]) await ledger.record({ ...gone, event: 'gone' })
  }
  const among = 'server' in place ? unversioned(path) : `${service}${path}`
  const common = { runId, kind, name, among, foundBy: 'ledger', forget } as const

  if ('machine' in place) {
    if (place.machine !== hostname()) return `it is on ${place.machine}; clean up there`
    const where = 'this machine'
    if (service === 'local') return { ...common, id, where, rank: 0, ...privateFolder(runId, path, name) }
    if (!entry.undo) return 'the ledger does not say how it is deleted'
    const { undo, maker } = entry
    let done = false
    const isGone = () => Promise.resolve(done)
    const remove = async () => {
      const isAtWork = maker && maker.processStart !== null && (await processStart(maker.pid)) === maker.processStart
      if (isAtWork) await endGroup(maker.pid) // else it would go on making what is being deleted
      await runUndo(undo, { environment: process.env, redactor }, onLine)
      done = true
    }
    return { ...common, id, where: `by ${undo.command.join(' ')}`, rank: 0, timeoutMs: undo.timeoutMs, remove, isGone }
  }

  if ('server' in place) {
    const kubernetes = places.clusters.find(({ server }) => server === place.server)
    if (!kubernetes) {
      return `it is on the cluster ${place.server}, which was not opened: --kubeconfig FILE --context ${place.context}`
    }
    return { ...common, id: name, where: `cluster ${kubernetes.context}`, ...object(kubernetes, path, name), rank: 0 }
  }

  const cloud = places.clouds.find(({ host, openstack: { identity } }) => {
    if (place.domain) return identity.domain?.id === place.domain.id
    return identity.projectId === place.projectId && (run?.cloud?.host ?? host) === host
  })
  if (!cloud && place.domain) {
    return `it is for the manager of domain ${place.domain.id} to delete, who was not signed in: --os-cloud ${place.domain.cloud}`
  }
  if (!cloud) {
    const called = run?.cloud ? ` ${run.cloud.name} (${run.cloud.host})` : ''
    return `it is in project ${place.projectId ?? '?'} of the cloud${called}, which was not opened: --os-cloud NAME`
  }
  const where = `cloud ${cloud.name}`
  const rank = 0
  if (id !== null) return { ...common, id, where, rank, ...resource(cloud.openstack, service, path, id) }
  if (onCloud.rankOf(service, path) === 0)
    return `it was about to be made in ${service}${path}, where it cannot be looked for by name; look there`
  return { ...common, id, where, rank, ...namedResource(cloud.openstack, service, path, name) }
}

/** It was about to be made: there is as much of it as is found by its name, each time anew. Not having seen is not gone. */
function namedResource(
  openstack: OpenStack,
  service: string,
  path: string,
  name: string,
): Pick<Remnant, 'remove' | 'isGone' | 'timeoutMs'> {
  const timeoutMs = onCloud.timeoutMsOf(service, path)
  const known = new Map<string, Pick<Remnant, 'remove'>>()
  const find = () => onCloud.idsOfName(openstack, service, path, name)
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    async remove() {
      for (const id of await find()) {
        const found = known.get(id) ?? resource(openstack, service, path, id)
        known.set(id, found)
        await found.remove()
      }
    },
    isGone: async () => (await find()).length === 0,
  }
}

/** A folder with a kubeconfig, below the folder for temporary files. */
function privateFolder(runId: string, path: string, name: string): Pick<Remnant, 'remove' | 'isGone'> {
  const folder = join(path, basename(name))
  let done = false
  return {
    async remove() {
      if (basename(folder).startsWith(`scs-conformance-${runId}-`)) await rm(folder, { recursive: true, force: true })
      done = true
    },
    isGone: () => Promise.resolve(done),
  }
}
