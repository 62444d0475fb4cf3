import { homedir } from 'node:os'
import { loading, ProbeError } from '../fact.ts'
import { proxiesIn } from '../http/proxy.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { openCloudHttp } from '../openstack/connect.ts'
import { cloudConnection } from '../openstack/connection.ts'
import { hostCloud } from '../kubernetes/facts.ts'
import { openstack } from '../openstack/facts.ts'
import { preflight } from '../openstack/preflight.ts'
import type { Preflight } from '../report.ts'
import type { LayerSession, SessionOptions } from './session.ts'
import { showCall } from './show-call.ts'

/**
 * Reads the settings of the cloud and starts to sign in, once for both: as a subject, and as the cloud behind a cluster.
 * @throws UsageError for whatever is wrong with the settings.
 */
export async function openCloudSession(options: SessionOptions, signal: AbortSignal): Promise<LayerSession> {
  const { redactor, concurrency, layers } = options
  const environment = process.env
  const config = await readCloudConfig({
    environment,
    directory: process.cwd(),
    home: homedir(),
    redactor,
    ...(options.osCloud === undefined ? {} : { cloud: options.osCloud }),
  })
  const http = openCloudHttp(config, environment, {
    redactor,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(options.debug ? { onCall: showCall } : {}),
  })
  // An interrupt ends signing in by this signal; it must not end HTTP as such, since what was made is still to be deleted.
  const signingIn = { fact: openstack, signal, traffic: { requests: 0, retries: 0, bytes: 0 } }
  const proxies = proxiesIn(environment, redactor)
  const connection = { tls: config.tls, isProxied: (url: string) => proxies(new URL(url)) !== undefined }
  const looked = loading.run(signingIn, () => preflight(config, { http, redactor }))
  const client = looked.then(({ openstack, failure }) => openstack ?? Promise.reject(failure))
  const host = looked.then(({ host }) => (host instanceof ProbeError ? Promise.reject(host) : host))
  for (const unseen of [client, host]) unseen.catch(() => {}) // the facts that need it see it
  return {
    name: config.name,
    given: [
      ...(layers.has('iaas') ? [[openstack, client] as const, [cloudConnection, connection] as const] : []),
      ...(layers.has('kaas') ? [[hostCloud, host] as const] : []),
    ],
    preflight: looked.then(({ items, host }) => ({
      iaas: items,
      ...(layers.has('kaas')
        ? { kaas: [inOneLine(config.name, items, host instanceof ProbeError ? host : undefined)] }
        : {}),
    })),
    traffic: http.traffic,
    reached: { cloud: { name: config.name, host: new URL(config.auth.authUrl).host } },
    close: () => http.close(),
  }
}

/** All that a report of a cluster says of the cloud behind it; whoever only reads there has done nothing wrong. */
function inOneLine(cloud: string, items: readonly Preflight[], failure: ProbeError | undefined): Preflight {
  if (failure) return { id: 'host-cloud', outcome: 'failed', message: failure.message }
  const who = items.find(({ id }) => id === 'authentication')?.message ?? ''
  return { id: 'host-cloud', outcome: 'ok', message: `cloud ${cloud}: ${who}` }
}
