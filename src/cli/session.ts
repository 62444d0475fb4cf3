import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { loading, referenceTime, type Fact, type Traffic } from '../fact.ts'
import type { HttpCall } from '../http.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { openCloudHttp } from '../openstack/connect.ts'
import { openstack } from '../openstack/facts.ts'
import { ledger, runId } from '../openstack/lease.ts'
import { fileLedger } from '../ledger.ts'
import { preflight } from '../openstack/preflight.ts'
import type { Preflight } from '../report.ts'
import type { Redactor } from '../redact.ts'
import { openReferenceData, referenceData } from '../reference-data.ts'

/** A cloud being tested: signed in to in the background, with all that its facts are given. */
export interface Session {
  /** Name in clouds.yaml. */
  readonly cloud: string
  readonly given: ReadonlyMap<Fact, unknown>
  /** Rejects with UsageError only, where the settings turn out to be unusable (a proxy). */
  readonly preflight: Promise<readonly Preflight[]>
  readonly traffic: Readonly<Traffic>
  close(): Promise<void>
}

export interface SessionOptions {
  /** Name in clouds.yaml; absent: OS_CLOUD, the OS_* variables, or the only cloud there is. */
  readonly osCloud?: string
  readonly debug?: boolean
  readonly concurrency?: number
  /** A folder whose files replace the bundled data. */
  readonly data?: string
  readonly now: Date
  /** Learns the secrets of the cloud. */
  readonly redactor: Redactor
}

/**
 * Reads the settings of the cloud and starts to sign in.
 * @throws UsageError for whatever is wrong with the settings.
 */
export async function openSession(options: SessionOptions, signal: AbortSignal): Promise<Session> {
  const { redactor, data: folder, now } = options
  const environment = process.env
  const data = await openReferenceData({ ...(folder === undefined ? {} : { folder }), environment, now })
  const config = await readCloudConfig({
    environment,
    directory: process.cwd(),
    home: homedir(),
    redactor,
    ...(options.osCloud === undefined ? {} : { cloud: options.osCloud }),
  })
  const http = openCloudHttp(config, environment, {
    redactor,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...(options.debug ? { onCall: showCall } : {}),
  })
  // An interrupt ends signing in by this signal; it must not end HTTP as such, since what was made is still to be deleted.
  const signingIn = { fact: openstack, signal, traffic: { requests: 0, retries: 0, bytes: 0 } }
  const looked = loading.run(signingIn, () => preflight(config, { http, redactor }))
  const client = looked.then(({ openstack, failure }) => openstack ?? Promise.reject(failure))
  client.catch(() => {}) // the facts that need it see it
  const preflightItems = looked.then(({ items }) => items)
  preflightItems.catch(() => {}) // whoever waits for it sees it
  const run = randomBytes(4).toString('hex')
  return {
    cloud: config.name,
    given: new Map<Fact, unknown>([
      [openstack, client],
      [referenceTime, now.toISOString()],
      [referenceData, data],
      [runId, run],
      [ledger, fileLedger(join(stateFolder(environment), `${run}.jsonl`))],
    ]),
    preflight: preflightItems,
    traffic: http.traffic,
    close: () => http.close(),
  }
}

/** Where ledgers are kept: they outlive a killed run, so not in a temporary folder. */
function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'scs-conformance')
}

/** One line a call, for --debug. */
function showCall({ method, url, status, error, durationMs, attempt, bytes, fact }: HttpCall): void {
  const again = attempt > 1 ? ` try ${attempt}` : ''
  const came = status === undefined ? `failed: ${error ?? 'no answer'}` : `${status}, ${bytes} bytes`
  process.stderr.write(
    `debug: ${method} ${url} ${came} in ${Math.round(durationMs)} ms${again}${fact ? ` [${fact}]` : ''}\n`,
  )
}
