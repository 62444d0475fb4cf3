import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { cloudsYaml, type CloudName } from './clouds-yaml.ts'
import { createCloud } from './create-cloud.ts'
import type { CloudDescription, FullDescription } from './description.ts'
import { createFaults, type Fault, type Faults } from './faults.ts'
import { loadDescription } from './load-description.ts'
import { listener, type RequestRecord } from './server.ts'
import { expireTokens } from './tokens.ts'

export type { CloudDescription, FullDescription } from './description.ts'
export { DescriptionError, loadDescription, parseFault } from './load-description.ts'
export type { CloudName } from './clouds-yaml.ts'
export type { Fault, FaultAction, Faults } from './faults.ts'
export type { RequestRecord } from './server.ts'

export interface SimulatorOptions {
  /** a description, or the path of one */
  readonly description: CloudDescription | string
  readonly port?: number
  readonly latencyMs?: number
  readonly faults?: readonly Fault[]
  /** key, certificate, and whatever else the server's TLS is to be like */
  readonly tls?: Pick<TlsOptions, 'key' | 'cert' | 'minVersion' | 'maxVersion' | 'ciphers' | 'ecdhCurve'>
}

export interface Simulator extends AsyncDisposable {
  readonly url: string
  readonly authUrl: string
  readonly description: FullDescription
  /** every request so far, in order of arrival */
  readonly requests: readonly RequestRecord[]
  readonly faults: Faults
  readonly cloudsYaml: (names?: readonly CloudName[]) => string
  readonly writeCloudsYaml: (path: string) => void
  readonly expireTokens: () => void
  readonly stop: () => Promise<void>
}

/** A cloud on 127.0.0.1 that answers as OpenStack does, until it is stopped. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const description = loadDescription(options.description)
  const cloud = createCloud(description)
  const faults = createFaults([...description.faults, ...(options.faults ?? [])])
  const requests: RequestRecord[] = []
  const stopping = new AbortController()
  const server = options.tls ? createTlsServer(options.tls) : createServer()
  // a client that keeps its connections must not lose one between two requests
  server.keepAliveTimeout = 60_000
  let url = ''
  server.on(
    'request',
    listener({
      cloud,
      faults,
      requests,
      latencyMs: options.latencyMs ?? description.latencyMs,
      url: () => url,
      stopping: stopping.signal,
    }),
  )
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  // a server that listens on TCP has an AddressInfo
  url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function stop(): Promise<void> {
    if (!server.listening) return
    stopping.abort()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url,
    authUrl: `${url}/identity/v3`,
    description,
    requests,
    faults,
    cloudsYaml: (names) => cloudsYaml(cloud, url, names),
    writeCloudsYaml: (path) => writeFileSync(path, cloudsYaml(cloud, url), { mode: 0o600 }),
    expireTokens: () => expireTokens(cloud),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
