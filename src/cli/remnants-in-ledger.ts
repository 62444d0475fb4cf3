import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import type { OpenLedger } from '../ledger-folder.ts'
import { fileLedger, serversOf, type LedgerEntry } from '../ledger.ts'
import * as onCloud from '../openstack/sweep.ts'
import { processStart } from '../process-start.ts'
import { endGroup } from '../provisioning/run-command.ts'
import { runUndo } from '../provisioning/undo.ts'
import type { Redactor } from '../redact.ts'
import { isNameOf, isTempestName } from '../run-name.ts'
import type { Remnant } from '../sweep.ts'
import { namedResource, object, resource, unversioned } from './deletable.ts'
import type { OpenPlaces } from './places.ts'

/** What commands of the user's are run with. */
export interface UndoOptions {
  readonly redactor: Redactor
  /** Gets what a command of the user's prints. */
  readonly onLine: (line: string) => void
}

type Common = Pick<Remnant, 'runId' | 'kind' | 'name' | 'among' | 'foundBy' | 'rank' | 'forget'>

/** What a ledger names, ready to be deleted; or why it is left alone. */
export function writtenIn(
  open: OpenLedger,
  entry: LedgerEntry,
  places: OpenPlaces,
  options: UndoOptions,
): Remnant | string {
  const { runId, run } = open
  const { kind, name, service, path, place } = entry
  const isNoticed = entry.namedBy === 'tempest' && entry.id !== null && isTempestName(name)
  if (!isNoticed && !isNameOf(runId, name))
    return `its name does not belong to run ${runId}, though the ledger ${open.path} has it`
  const serves = serversOf(entry)
  const onIt = open.entries.filter((other) => 'server' in other.place && serves.includes(other.place.server))
  const forget = async () => {
    const ledger = fileLedger(open.path, run ?? undefined)
    for (const gone of [...onIt, entry]) await ledger.record({ ...gone, event: 'gone' })
  }
  const among = 'server' in place ? unversioned(path) : `${service}${path}`
  const common: Common = { runId, kind, name, among, foundBy: 'ledger', rank: 0, forget }
  if ('machine' in place) return onMachine(place, entry, common, options)
  if ('server' in place) return onCluster(place, entry, common, places)
  return inCloud(place, entry, common, places, run?.cloud)
}

type PlaceWith<Key extends string> = Extract<LedgerEntry['place'], Readonly<Record<Key, unknown>>>

function onMachine(
  place: PlaceWith<'machine'>,
  { id, service, path, name, undo, maker }: LedgerEntry,
  common: Common,
  { redactor, onLine }: UndoOptions,
): Remnant | string {
  if (place.machine !== hostname()) return `it is on ${place.machine}; clean up there`
  if (service === 'local') return { ...common, id, where: 'this machine', ...privateFolder(common.runId, path, name) }
  if (!undo) return 'the ledger does not say how it is deleted'
  let done = false
  return {
    ...common,
    id,
    where: `by ${undo.command.join(' ')}`,
    timeoutMs: undo.timeoutMs,
    async remove() {
      const isAtWork = maker && maker.processStart !== null && (await processStart(maker.pid)) === maker.processStart
      if (isAtWork) await endGroup(maker.pid) // else it would go on making what is being deleted
      await runUndo(undo, { environment: process.env, redactor }, onLine)
      done = true
    },
    isGone: () => Promise.resolve(done),
  }
}

function onCluster(
  place: PlaceWith<'server'>,
  { name, path }: LedgerEntry,
  common: Common,
  { clusters }: OpenPlaces,
): Remnant | string {
  const kubernetes = clusters.find(({ server }) => server === place.server)
  if (!kubernetes) {
    return `it is on the cluster ${place.server}, which was not opened: --kubeconfig FILE --context ${place.context}`
  }
  return { ...object(kubernetes, path, name), ...common, id: name, where: `cluster ${kubernetes.context}` }
}

function inCloud(
  place: PlaceWith<'projectId'>,
  { id, service, path, name }: LedgerEntry,
  common: Common,
  { clouds }: OpenPlaces,
  reached: NonNullable<OpenLedger['run']>['cloud'],
): Remnant | string {
  const cloud = clouds.find(({ host, openstack: { identity } }) => {
    if (place.domain) return identity.domain?.id === place.domain.id
    return identity.projectId === place.projectId && (reached?.host ?? host) === host
  })
  if (!cloud && place.domain) {
    return `it is for the manager of domain ${place.domain.id} to delete, who was not signed in: --os-cloud ${place.domain.cloud}`
  }
  if (!cloud) {
    const called = reached ? ` ${reached.name} (${reached.host})` : ''
    return `it is in project ${place.projectId ?? '?'} of the cloud${called}, which was not opened: --os-cloud NAME`
  }
  const where = `cloud ${cloud.name}`
  if (id !== null) return { ...common, id, where, ...resource(cloud.openstack, service, path, id) }
  if (onCloud.rankOf(service, path) === 0)
    return `it was about to be made in ${service}${path}, where it cannot be looked for by name; look there`
  return { ...common, id, where, ...namedResource(cloud.openstack, service, path, name) }
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
