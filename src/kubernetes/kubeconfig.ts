import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { didYouMean } from '../did-you-mean.ts'
import { readProxy, type Proxy } from '../http/proxy.ts'
import { redactor as newRedactor, type Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import {
  readKubeconfigFiles,
  type ClusterEntry,
  type Entry,
  type Kubeconfig,
  type Surroundings,
} from './kubeconfig/files.ts'
import { readServerTls, type ServerTls } from './kubeconfig/server-tls.ts'
import { readUser, type UserConfig } from './kubeconfig/user.ts'

/** All that is needed to talk to one cluster as one user. Secrets in it are known to the redactor. */
export interface ClusterConfig {
  /** Name of the context, or `in-cluster`. */
  readonly context: string
  /** `kubeconfig FILE, context NAME`; for messages. */
  readonly origin: string
  /** URL of the API server, without a slash at its end. */
  readonly server: string
  readonly tls: ServerTls
  /** From `proxy-url`; the environment's otherwise. */
  readonly proxy: Proxy | undefined
  readonly user: UserConfig
}

export interface ClusterChoice extends Surroundings {
  /** Path of a kubeconfig; absent: KUBECONFIG, ~/.kube/config, or the service account of the pod we run in. */
  readonly kubeconfig?: string
  /** Name of a context; absent: the current one, or the only one there is. */
  readonly context?: string
  /** Learns the secrets of the user. */
  readonly redactor?: Redactor
  /** Where pods find their service account; another place in tests. */
  readonly serviceAccount?: string
}

/**
 * Reads the settings of one cluster as kubectl does. UsageError for anything missing or wrong: one sentence with file,
 * line and key. Reads files, makes no calls and runs no plugin.
 */
export async function readClusterConfig(choice: ClusterChoice): Promise<ClusterConfig> {
  const redactor = choice.redactor ?? newRedactor()
  const files = await readKubeconfigFiles(choice.kubeconfig, choice)
  if (!files) return inCluster(choice, redactor)
  const context = contextIn(files, choice.context)
  const clusterName = context.value.cluster || ''
  if (clusterName === '') throw context.error(['cluster'], 'names no cluster')
  const cluster =
    files.clusters.get(clusterName) ?? missing(context, 'cluster', clusterName, [...files.clusters.keys()])
  const userName = context.value.user || ''
  const user =
    userName === ''
      ? undefined
      : (files.users.get(userName) ?? missing(context, 'user', userName, [...files.users.keys()]))
  for (const name of [context.name, clusterName, userName]) if (name !== '') redactor.spare(name)
  return {
    context: context.name,
    origin: `${files.files}, context ${context.name}`,
    server: serverOf(cluster, redactor),
    tls: readServerTls(cluster),
    proxy: proxyOf(cluster, redactor),
    user: await readUser(user, choice, redactor),
  }
}

/** Names of all contexts of KUBECONFIG or ~/.kube/config; for a shell's completion. */
export async function contextNames(where: Surroundings): Promise<readonly string[]> {
  return [...((await readKubeconfigFiles(undefined, where))?.contexts.keys() ?? [])]
}

function contextIn({ files, contexts, currentContext }: Kubeconfig, wanted: string | undefined) {
  const names = [...contexts.keys()]
  const there = names.length === 0 ? 'it has no contexts' : `there are ${names.join(', ')}`
  const name = wanted ?? currentContext ?? (names.length === 1 ? names[0] : undefined)
  if (name === undefined) {
    const way = names.length === 0 ? there : `${there}: name one with --context`
    throw new UsageError(`${files}: has no current-context; ${way}`)
  }
  const context = contexts.get(name)
  if (context) return context
  const who = wanted === undefined ? 'current-context' : '--context'
  throw new UsageError(`${files}: has no context ${name} (${who})${didYouMean(name, names)}; ${there}`)
}

function missing(context: Entry<unknown>, key: 'cluster' | 'user', name: string, names: readonly string[]): never {
  const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`
  throw context.error([key], `${key}s: has no ${name}${didYouMean(name, names)}; ${there}`)
}

function serverOf({ value, error }: Entry<ClusterEntry>, redactor: Redactor): string {
  const url = URL.parse(value.server || '')
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw error(['server'], 'is not a URL such as https://api.example:6443')
  if (url.username !== '' || url.password !== '') {
    redactor.learn(url.password)
    throw error(['server'], 'holds a user or password; they belong into users:')
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function proxyOf({ name, value, error }: Entry<ClusterEntry>, redactor: Redactor): Proxy | undefined {
  const url = value['proxy-url']
  if (!url) return undefined
  try {
    return readProxy(`proxy-url of cluster ${name}`, url, redactor)
  } catch (wrong) {
    throw wrong instanceof UsageError ? error(['proxy-url'], wrong.message) : wrong
  }
}

/** What every pod gets (Kubernetes: "Accessing the Kubernetes API from a Pod"). */
function inCluster(choice: ClusterChoice, redactor: Redactor): ClusterConfig {
  const folder = choice.serviceAccount ?? '/var/run/secrets/kubernetes.io/serviceaccount'
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = choice.environment
  const tokenFile = join(folder, 'token')
  if (!host || !existsSync(tokenFile)) {
    throw new UsageError(
      `there is no kubeconfig: KUBECONFIG is not set, ${join(choice.home, '.kube/config')} does not exist, and this is no pod with a service account; name one with --kubeconfig`,
    )
  }
  if (choice.context !== undefined)
    throw new UsageError(
      `--context ${choice.context}: there is no kubeconfig with contexts; name one with --kubeconfig`,
    )
  redactor.learn(readFileSync(tokenFile, 'utf8').trim())
  const ca = join(folder, 'ca.crt')
  return {
    context: 'in-cluster',
    origin: `the service account in ${folder}`,
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tls: existsSync(ca) ? { caFile: ca } : {},
    proxy: undefined,
    user: { name: 'service account', place: folder, headers: {}, source: { kind: 'token file', path: tokenFile } },
  }
}
