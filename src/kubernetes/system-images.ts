import { fact, ProbeError, type Fact } from '../fact.ts'
import { provider } from '../provider/facts.ts'
import type { Kubernetes } from './client.ts'
import { kubernetes } from './facts.ts'
import { whereVisible } from './visible.ts'
import { wireNamespace, wirePodImages, type WirePodImages } from './wire.ts'

/** An image that containers of the provider's own namespaces were made from. */
export interface SystemImage {
  /** As the pod names it: `registry.k8s.io/kube-proxy:v1.36.1`. */
  readonly image: string
  /** As the node reports it: `registry.k8s.io/kube-proxy@sha256:…`; the empty string where it reports nothing. */
  readonly imageId: string
  /** A few of the pods, `kube-system/kube-proxy-x7x2p`, by name. */
  readonly pods: readonly string[]
}

export interface SystemImages {
  /** Looked into, sorted. */
  readonly namespaces: readonly string[]
  /** By image. */
  readonly images: readonly SystemImage[]
  /** What this user was not allowed to look at, in words. */
  readonly hidden: readonly string[]
}

/**
 * Namespaces of add-ons that come with a cluster, by the documentation of their projects; Kubernetes keeps all that begin with
 * `kube-` for itself ("Namespaces", kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/).
 */
const addOns: ReadonlySet<string> = new Set(['calico-system', 'calico-apiserver', 'tigera-operator', 'cilium-secrets'])
const mostPods = 3

/** Images in kube-system and its like, in namespaces of add-ons, and in those that the provider names as his own. */
export const systemImages: Fact<SystemImages> = fact({
  name: 'images of system namespaces',
  needs: { kubernetes, provider },
  cost: { reads: 4 },
  async load({ kubernetes, provider }) {
    const own = provider?.systemNamespaces ?? []
    const all = await whereVisible(() => kubernetes.list({ path: '/api/v1/namespaces' }, wireNamespace))
    if (all.hidden === 'absent') throw new ProbeError('malformed', all.message)
    const there = all.seen?.map(({ metadata }) => metadata.name)
    const isSystem = (name: string) => name.startsWith('kube-') || addOns.has(name) || own.includes(name)
    const namespaces = there ? there.filter(isSystem) : ['kube-system', ...own]
    const looks = await Promise.all(
      [...new Set(namespaces)].toSorted().map(async (name) => ({ name, look: await podsOf(kubernetes, name) })),
    )
    return {
      namespaces: looks.flatMap(({ name, look }) => (look.seen ? [name] : [])),
      images: imagesOf(looks.flatMap(({ name, look }) => (look.seen ?? []).map((pod) => ({ namespace: name, pod })))),
      hidden: [
        ...(all.hidden === null ? [] : [`${all.message}; so only ${namespaces.join(', ')} could be looked for`]),
        ...looks.flatMap(({ look }) => (look.hidden === 'forbidden' ? [look.message] : [])),
      ],
    }
  },
})

function podsOf(kubernetes: Kubernetes, namespace: string) {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`
  return whereVisible(() => kubernetes.list({ path }, wirePodImages))
}

/** Pods that have not started run nothing yet, and those that have ended nothing any more. */
function imagesOf(
  pods: readonly { readonly namespace: string; readonly pod: WirePodImages }[],
): readonly SystemImage[] {
  const found = new Map<string, { image: string; imageId: string; pods: Set<string> }>()
  for (const { namespace, pod } of pods) {
    const { containers, initContainers = [] } = pod.spec
    const { phase, containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
    if (phase !== 'Running') continue
    const ids = new Map([...containerStatuses, ...initContainerStatuses].map(({ name, imageID }) => [name, imageID]))
    for (const { name, image = '' } of [...initContainers, ...containers]) {
      const imageId = ids.get(name) ?? ''
      const key = `${image} ${imageId}`
      const known = found.get(key) ?? { image, imageId, pods: new Set() }
      found.set(key, known)
      known.pods.add(`${namespace}/${pod.metadata.name}`)
    }
  }
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { image, imageId, pods: names }]) => ({ image, imageId, pods: [...names].toSorted().slice(0, mostPods) }))
}
