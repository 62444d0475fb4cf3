import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { loading, ProbeError, type Fact } from '../fact.ts'
import { openHttp, type Http } from '../http.ts'
import { proxiesIn } from '../http/proxy.ts'
import { openCluster, type Cluster } from '../kubernetes/connect.ts'
import { kubernetes, managementCluster, otherClusters } from '../kubernetes/facts.ts'
import { preflight } from '../kubernetes/preflight.ts'
import { openRegistry, registry, type Registry } from '../kubernetes/registry.ts'
import { wireVersion } from '../kubernetes/wire.ts'
import type { Preflight } from '../report.ts'
import type { LayerSession, SessionOptions } from './session.ts'
import { showCall } from './show-call.ts'

/**
 * Reads the kubeconfigs and starts to look at the clusters: the one under test, further ones of the provider, and the one
 * that made it.
 * @throws UsageError for whatever is wrong with the settings.
 */
export async function openClusterSession(options: SessionOptions, signal: AbortSignal): Promise<LayerSession> {
  const { kubeconfig = [], context, managementKubeconfig, managementContext } = options
  const [first, ...further] = kubeconfig
  const subject = await open(options, first, context)
  const others = await Promise.all(further.map((file) => open(options, file)))
  const isManaged = managementKubeconfig !== undefined || managementContext !== undefined
  const management = isManaged ? await open(options, managementKubeconfig ?? first, managementContext) : null
  // An interrupt ends looking by this signal; it must not end HTTP as such, since what was made is still to be deleted.
  const look = <T>(fact: Fact, work: () => Promise<T>) =>
    loading.run({ fact, signal, traffic: { requests: 0, retries: 0, bytes: 0 } }, work)
  const looked = look(kubernetes, () => preflight(subject.kubernetes))
  const client = looked.then(({ failure }) => (failure ? Promise.reject(failure) : subject.kubernetes))
  client.catch(() => {}) // the facts that need it see it
  const along = Promise.all([
    ...others.map((cluster) => look(otherClusters, () => glance('other-cluster', cluster))),
    ...(management ? [look(managementCluster, () => glance('management-cluster', management))] : []),
  ])
  const offered = openOffered(options)
  const all = [subject, ...others, ...(management ? [management] : []), ...(offered ? [offered] : [])]
  return {
    name: subject.kubernetes.context,
    given: [
      [kubernetes, client],
      [otherClusters, others.map((cluster) => cluster.kubernetes)],
      [managementCluster, management?.kubernetes ?? null],
      [registry, offered?.registry ?? null],
    ],
    preflight: Promise.all([looked, along]).then(([{ items }, more]) => ({ kaas: [...items, ...more] })),
    get traffic() {
      const sum = { requests: 0, retries: 0, bytes: 0 }
      for (const { traffic } of all) {
        sum.requests += traffic.requests
        sum.retries += traffic.retries
        sum.bytes += traffic.bytes
      }
      return sum
    },
    reached: {
      kubeconfigs: [...kubeconfig, managementKubeconfig].flatMap((file) => (file === undefined ? [] : [resolve(file)])),
    },
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  }
}

/** The registry of the provider, through whatever proxy the environment names; null where none was named. */
export function openOffered({
  registry: url,
  redactor,
  concurrency,
  debug,
}: SessionOptions): (Http & { readonly registry: Registry }) | null {
  if (url === undefined) return null
  const http = openHttp({
    redactor,
    proxies: proxiesIn(process.env, redactor),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(debug ? { onCall: showCall } : {}),
  })
  return Object.assign(http, { registry: openRegistry(url, http, redactor) })
}

function open(options: SessionOptions, kubeconfig?: string, context?: string): Promise<Cluster> {
  const { redactor, concurrency, debug } = options
  const choice = {
    environment: process.env,
    directory: process.cwd(),
    home: homedir(),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  }
  return openCluster(choice, {
    redactor,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(debug ? { onCall: showCall } : {}),
  })
}

async function glance(id: 'other-cluster' | 'management-cluster', { kubernetes }: Cluster): Promise<Preflight> {
  const which = `${kubernetes.context} at ${new URL(kubernetes.server).host}`
  try {
    const { gitVersion } = await kubernetes.read({ path: '/version' }, wireVersion)
    return { id, outcome: 'ok', message: `${which}: Kubernetes ${gitVersion}` }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    return { id, outcome: 'failed', message: `${which}: ${error.message}` }
  }
}
