import { homedir } from 'node:os'
import { messageOf } from '../clean-up.ts'
import { connect as connectCluster, type Cluster } from '../kubernetes/connect.ts'
import { readClusterConfig } from '../kubernetes/kubeconfig.ts'
import type { Kubernetes } from '../kubernetes/client.ts'
import type { OpenLedger } from '../ledger-folder.ts'
import { serversOf } from '../ledger.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect as connectCloud, openCloudHttp } from '../openstack/connect.ts'
import type { OpenStack } from '../openstack/client.ts'
import type { CleanupOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/** Where to look. */
export interface OpenPlaces {
  readonly clouds: readonly { readonly name: string; readonly host: string; readonly openstack: OpenStack }[]
  readonly clusters: readonly Kubernetes[]
}

export interface PlacesToClose extends OpenPlaces {
  /** Sentences on what could not be opened. */
  readonly unseen: readonly string[]
  /** How many were tried. */
  readonly count: number
  close(): Promise<void>
}

/**
 * Signs in to the cloud and the clusters that the options name; else to those that the ledgers do.
 * @throws UsageError for settings that the options name and that cannot be used.
 */
export async function openPlaces(
  options: CleanupOptions,
  ledgers: readonly OpenLedger[],
  redactor: Redactor,
): Promise<PlacesToClose> {
  const wanted = ledgers.filter(({ runId }) => (options.run ?? runId) === runId)
  const closing: (() => Promise<void>)[] = []
  const unseen: string[] = []
  const clouds: OpenPlaces['clouds'][number][] = []

  const cloudNames = options.osCloud === undefined ? cloudsOf(wanted) : [options.osCloud]
  for (const cloud of cloudNames) {
    try {
      const environment = process.env
      const surroundings = { environment, directory: process.cwd(), home: homedir() }
      const config = await readCloudConfig({ ...surroundings, redactor, cloud })
      const http = openCloudHttp(config, environment, { redactor })
      closing.push(() => http.close())
      const { host } = new URL(config.auth.authUrl)
      clouds.push({ name: config.name, host, openstack: await connectCloud(config, { http, redactor }) })
    } catch (error) {
      if (error instanceof UsageError && options.osCloud !== undefined) throw error
      unseen.push(`cloud ${cloud}: ${messageOf(error)}`)
    }
  }

  const named = options.kubeconfig ?? (options.context === undefined ? [] : [undefined])
  const clusters: Cluster[] = []
  if (named.length > 0) {
    for (const [index, file] of named.entries()) {
      const context = index === 0 ? options.context : undefined
      clusters.push(connectCluster(await clusterConfig(file, context, redactor), { redactor }))
    }
  } else clusters.push(...(await clustersOf(wanted, redactor)))
  closing.push(...clusters.map((cluster) => () => cluster.close()))

  return {
    clouds,
    clusters: clusters.map(({ kubernetes }) => kubernetes),
    unseen,
    count: cloudNames.length + clusters.length,
    async close() {
      for (const close of closing) await close()
    },
  }
}

function cloudsOf(ledgers: readonly OpenLedger[]): readonly string[] {
  const names = ledgers.flatMap(({ run, entries }) =>
    entries.flatMap(({ place }) => {
      if (!('projectId' in place)) return []
      return [place.domain?.cloud ?? run?.cloud?.name].filter((name) => name !== undefined)
    }),
  )
  return [...new Set(names)]
}

function clusterConfig(kubeconfig: string | undefined, context: string | undefined, redactor: Redactor) {
  return readClusterConfig({
    environment: process.env,
    directory: process.cwd(),
    home: homedir(),
    redactor,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  })
}

/** Clusters that ledgers name, as far as their kubeconfigs, or the usual ones, still lead to the same server. */
async function clustersOf(ledgers: readonly OpenLedger[], redactor: Redactor): Promise<readonly Cluster[]> {
  const clusters = new Map<string, Cluster>()
  for (const { run, entries } of ledgers) {
    const provisioned = new Set(entries.flatMap(serversOf))
    for (const { place } of entries) {
      if (!('server' in place) || clusters.has(place.server) || provisioned.has(place.server)) continue
      for (const file of [...(run?.kubeconfigs ?? []), undefined]) {
        const config = await clusterConfig(file, place.context, redactor).catch(notUsable)
        if (config?.server !== place.server) continue
        clusters.set(place.server, connectCluster(config, { redactor }))
        break
      }
    }
  }
  return [...clusters.values()]
}

/** The user is told which clusters could not be opened, whatever file it was. */
function notUsable(error: unknown): undefined {
  if (!(error instanceof UsageError)) throw error
}
