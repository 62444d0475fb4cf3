import { homedir } from 'node:os'
import { messageOf } from '../clean-up.ts'
import type { Kubernetes } from '../kubernetes/client.ts'
import type { OpenLedger } from '../ledger-folder.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect, openCloudHttp } from '../openstack/connect.ts'
import type { CleanupOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import type { OpenPlaces } from './remnants.ts'

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
  const wanted = ledgers.filter(({ runId, entries }) => entries.length > 0 && (options.run ?? runId) === runId)
  const closing: (() => Promise<void>)[] = []
  const unseen: string[] = []
  const clouds: OpenPlaces['clouds'][number][] = []
  const clusters: Kubernetes[] = []

  const cloudNames = options.osCloud === undefined ? cloudsOf(wanted) : [options.osCloud]
  for (const cloud of cloudNames) {
    try {
      const environment = process.env
      const config = await readCloudConfig({
        environment,
        directory: process.cwd(),
        home: homedir(),
        redactor,
        cloud,
      })
      const http = openCloudHttp(config, environment, { redactor })
      closing.push(() => http.close())
      const { host } = new URL(config.auth.authUrl)
      clouds.push({ name: config.name, host, openstack: await connect(config, { http, redactor }) })
    } catch (error) {
      if (options.osCloud !== undefined) throw error
      unseen.push(`cloud ${cloud}: ${messageOf(error)}`)
    }
  }
  return {
    clouds,
    clusters,
    unseen,
    count: cloudNames.length,
    async close() {
      for (const close of closing) await close()
    },
  }
}

function cloudsOf(ledgers: readonly OpenLedger[]): readonly string[] {
  const inProject = ledgers.filter(({ entries }) => entries.some(({ place }) => 'projectId' in place))
  return [...new Set(inProject.flatMap(({ run }) => (run?.cloud ? [run.cloud.name] : [])))]
}
