import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFaults, type Fault, type Faults } from '../faults.ts'
import type { RequestRecord } from '../server.ts'
import { createCluster } from './cluster.ts'
import type { ClusterDescription, FullClusterDescription } from './description.ts'
import { kubeconfig, type ContextName } from './kubeconfig.ts'
import { loadCluster } from './load-cluster.ts'
import type { KubeObject } from './object.ts'
import { createPki } from './pki.ts'
import { runControllers } from './pods.ts'
import { clusterListener } from './server.ts'
import type { Change } from './store.ts'

export type { ClusterDescription, FullClusterDescription } from './description.ts'
export { parseClusterFault } from './load-cluster.ts'
export type { ContextName } from './kubeconfig.ts'
export type { KubeObject } from './object.ts'

export interface ClusterSimulatorOptions {
  /** a description, or the path of one */
  readonly description: ClusterDescription | string
  readonly port?: number
  readonly latencyMs?: number
  readonly faults?: readonly Fault[]
}

export interface ClusterSimulator extends AsyncDisposable {
  readonly url: string
  /** PEM of the authority that signed the server's certificate */
  readonly authority: string
  readonly description: FullClusterDescription
  /** every request so far, in order of arrival */
  readonly requests: readonly RequestRecord[]
  readonly faults: Faults
  /** contexts admin, reader, runner, nobody, exec, token-file, as testbed/kubernetes has them; admin is the current one */
  readonly kubeconfig: (current?: ContextName) => string
  readonly writeKubeconfig: (path: string, current?: ContextName) => void
  /** Objects of a kind that are there now; `pods`, `storageclasses.storage.k8s.io`. */
  readonly objects: (plural: string, namespace?: string) => readonly KubeObject[]
  /** Tokens that were issued are good no more; the exec plug-in and the token file have new ones. */
  readonly expireTokens: () => void
  /** Listings that are under way cannot be continued (410). */
  readonly compact: () => void
  readonly stop: () => Promise<void>
}

/** An API server on 127.0.0.1 that answers as Kubernetes does, over TLS, until it is stopped. */
export async function startClusterSimulator(options: ClusterSimulatorOptions): Promise<ClusterSimulator> {
  const description = loadCluster(options.description)
  const {
    authority,
    server: identity,
    clients,
  } = await createPki({ server: description.certificateDays, authority: description.authorityDays }, subjects)
  const stopping = new AbortController()
  const cluster = createCluster(description, authority.cert, stopping.signal)
  const history: Change[] = []
  cluster.store.onChange((change) => {
    history.push(change)
    if (history.length > 10_000) history.splice(0, 5000)
  })
  const runs = runControllers(cluster)
  const faults = createFaults([...description.faults, ...(options.faults ?? [])])
  const requests: RequestRecord[] = []
  const folder = mkdtempSync(join(tmpdir(), 'scs-cluster-'))
  const files = { credentialFile: join(folder, 'exec-credential.json'), tokenFile: join(folder, 'token') }
  let tokens = issue()

  function issue(): { readonly reader: string; readonly runner: string } {
    const of = (name: string) => {
      const uid = cluster.store.get(cluster.kind('serviceaccounts'), 'scs-testbed', name)?.metadata.uid ?? ''
      return cluster.tokens.issue('scs-testbed', name, uid, description.tokenLifetimeSeconds)
    }
    const { token, expiresAt } = of('reader')
    const status = { token, expirationTimestamp: new Date(expiresAt).toISOString() }
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }
    writeFileSync(files.credentialFile, JSON.stringify(credential), { mode: 0o600 })
    writeFileSync(files.tokenFile, token, { mode: 0o600 })
    return { reader: token, runner: of('runner').token }
  }
  function expireTokens(): void {
    cluster.tokens.expire()
    tokens = issue()
  }
  function compact(): void {
    cluster.compacted = cluster.store.revision() + 1
  }

  let url = ''
  const { key, cert } = identity
  const server = createServer({ key, cert, ca: authority.cert, requestCert: true, rejectUnauthorized: false })
  // a client that keeps its connections must not lose one between two requests
  server.keepAliveTimeout = 60_000
  const latencyMs = options.latencyMs ?? description.latencyMs
  const stage = {
    cluster,
    runs,
    history,
    faults,
    requests,
    latencyMs,
    url: () => url,
    stopping: stopping.signal,
    expireTokens,
    compact,
  }
  server.on('request', clusterListener(stage))
  const sockets = new Set<Socket>()
  const door = createPlainServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    letIn(socket, () => server.emit('connection', socket))
  })
  door.listen(options.port ?? 0, '127.0.0.1')
  await once(door, 'listening')
  // a server that listens on TCP has an AddressInfo
  url = `https://127.0.0.1:${(door.address() as AddressInfo).port}`

  async function stop(): Promise<void> {
    if (!door.listening) return
    stopping.abort()
    const closed = once(door, 'close')
    door.close()
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
    await closed
    rmSync(folder, { recursive: true, force: true })
  }
  const config = (current: ContextName = 'admin'): string => {
    const { admin, nobody } = clients
    if (!admin || !nobody) throw new Error('a client has no certificate')
    const names = { cluster: description.name, server: url, authority: authority.cert }
    return kubeconfig({ ...names, ...files, certificates: { admin, nobody }, tokens }, current)
  }
  return {
    url,
    authority: authority.cert,
    description,
    requests,
    faults,
    kubeconfig: config,
    writeKubeconfig: (path, current) => writeFileSync(path, config(current), { mode: 0o600 }),
    objects: (plural, namespace) => {
      const kind = cluster.kinds().find(({ plural: own, group }) => plural === (group === '' ? own : `${own}.${group}`))
      return kind ? cluster.store.list(kind, namespace) : []
    },
    expireTokens,
    compact,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const subjects = { admin: '/O=system:masters/CN=admin', nobody: '/CN=nobody' }

/** TLS begins with a byte of its own; to anything else an API server answers in plain text. */
function letIn(socket: Socket, speak: () => void): void {
  socket.on('error', () => {}) // whoever hangs up is no error of ours
  socket.once('readable', () => {
    const first = socket.read() as Buffer | null // nothing was decoded
    if (first?.[0] === 22) {
      socket.unshift(first)
      return speak()
    }
    socket.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n')
  })
}
