import { StatusError, type Call, type Kubernetes } from '../src/kubernetes/client.ts'
import { wire } from '../src/wire.ts'

interface Cluster {
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly deletionTimestamp?: string
    readonly finalizers?: readonly string[]
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly status?: object
}

export interface Controllers extends AsyncDisposable {
  /** What they have done, in order. */
  readonly events: readonly string[]
}

const group = 'cluster.x-k8s.io'
const infrastructure = `infrastructure.${group}`
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

const kinds = [
  { group, version: 'v1beta2', kind: 'Cluster', plural: 'clusters' },
  { group, version: 'v1beta2', kind: 'Machine', plural: 'machines' },
  { group: infrastructure, version: 'v1beta1', kind: 'OpenStackCluster', plural: 'openstackclusters' },
]

/** Makes an API server a management cluster: a namespace, and the kinds of Cluster API that a run touches. */
export async function installClusterApi(kubernetes: Kubernetes, namespace: string): Promise<AsyncDisposable> {
  const made = [`/api/v1/namespaces/${namespace}`]
  await kubernetes.send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } })
  for (const one of kinds) {
    const definition = definitionOf(one)
    const { status } = await kubernetes.send({ method: 'POST', path: crds, body: definition, accept: [409] })
    if (status === 201) made.push(`${crds}/${definition.metadata.name}`)
  }
  for (const { group, version, plural } of kinds) {
    while ((await kubernetes.send({ path: `/apis/${group}/${version}/${plural}`, accept: [404] })).status === 404)
      await sleep(50)
  }
  return {
    async [Symbol.asyncDispose]() {
      const clusters = `/apis/${group}/v1beta2/namespaces/${namespace}/clusters`
      for (const { metadata } of await kubernetes.list({ path: clusters }, anyCluster)) {
        // Of a test that has failed: nobody would take care of it any more.
        const body = { metadata: { finalizers: [] } }
        const path = `${clusters}/${metadata.name}`
        await kubernetes.send({
          method: 'PATCH',
          path,
          body,
          contentType: 'application/merge-patch+json',
          accept: [404],
        })
      }
      for (const path of made) await kubernetes.send({ method: 'DELETE', path, accept: [404] })
    },
  }
}

/**
 * Plays the controllers of Cluster API in a namespace. Each new Cluster becomes available, with a secret that holds this
 * kubeconfig, or never where there is none. As the real ones do, they keep a Cluster that is being deleted until they have
 * taken care of it, for which they need the credentials that came with it.
 */
export function startControllers(kubernetes: Kubernetes, namespace: string, kubeconfig?: string): Controllers {
  const events: string[] = []
  const stopping = new AbortController()
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await look(kubernetes, namespace, kubeconfig, events).catch((error: unknown) => {
        if (!(error instanceof StatusError)) throw error // a conflict: looked at again
      })
      await sleep(50)
    }
  })()
  return {
    events,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await loop
    },
  }
}

const anyCluster = wire<Cluster>('Cluster', {})
const finalizer = 'scs-conformance.test/cluster'

async function look(
  kubernetes: Kubernetes,
  namespace: string,
  kubeconfig: string | undefined,
  events: string[],
): Promise<void> {
  const clusters = `/apis/${group}/v1beta2/namespaces/${namespace}/clusters`
  const secrets = `/api/v1/namespaces/${namespace}/secrets`
  const patch = (path: string, body: object): Promise<unknown> =>
    kubernetes.send({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' } satisfies Call)
  for (const { metadata, status } of await kubernetes.list({ path: clusters }, anyCluster)) {
    const { name, deletionTimestamp, finalizers = [] } = metadata
    if (deletionTimestamp !== undefined) {
      const credentials = await kubernetes.send({ path: `${secrets}/${name}-cloud-config`, accept: [404] })
      events.push(`${name} deleted ${credentials.status === 200 ? 'with' : 'without'} its credentials`)
      await kubernetes.send({ method: 'DELETE', path: `${secrets}/${name}-kubeconfig`, accept: [404] })
      await patch(`${clusters}/${name}`, { metadata: { finalizers: [] } })
    } else if (finalizers.length === 0) {
      events.push(`${name} made`)
      await patch(`${clusters}/${name}`, { metadata: { finalizers: [finalizer] } })
    } else if (!status && kubeconfig !== undefined) {
      const data = { value: Buffer.from(kubeconfig).toString('base64') }
      const body = { metadata: { name: `${name}-kubeconfig` }, data }
      await kubernetes.send({ method: 'POST', path: secrets, body, accept: [409] })
      const conditions = [{ type: 'Available', status: 'True' }]
      await patch(`${clusters}/${name}/status`, { status: { phase: 'Provisioned', conditions } })
    } else if (!status) {
      await patch(`${clusters}/${name}/status`, { status: { phase: 'Provisioning' } })
    }
  }
}

function definitionOf({ group, version, kind, plural }: (typeof kinds)[number]) {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // The API server wants a reason for kinds in groups of Kubernetes' own domain.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, a test' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        { name: version, served: true, storage: true, schema: { openAPIV3Schema: open }, subresources: { status: {} } },
      ],
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
