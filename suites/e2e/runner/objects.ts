import type { Kubernetes } from '../../../src/kubernetes/client.ts'
import type { Leasable } from '../../../src/kubernetes/lease.ts'
import type { Part } from './parts.ts'
import { podOf, serviceAccount } from './pod.ts'

// What a run makes in the cluster, for a lease each, so that it is gone afterwards.

/** What is to be run, and with what. */
export interface TestsToRun {
  /** `registry.k8s.io/conformance:v1.36.1` */
  readonly image: string
  readonly parts: readonly Part[]
}

/** The namespace of the run, where no pod security policy stands in the way of the pod. */
export function namespaceThing(kubernetes: Kubernetes): Leasable {
  const path = '/api/v1/namespaces'
  return {
    kind: 'namespace',
    suffix: 'e2e',
    path,
    cleanUpMs: 180_000,
    async create(name) {
      const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' }
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
      await kubernetes.send({ method: 'POST', path, body })
    },
  }
}

/** Whom the tests act as; goes with its namespace. */
export async function makeServiceAccount(kubernetes: Kubernetes, namespace: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } }
  await kubernetes.send({ method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body })
}

/** The rights of cluster-admin for that service account, which the tests need. */
export function bindingThing(kubernetes: Kubernetes, namespace: string): Leasable {
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
  return {
    kind: 'cluster role binding',
    suffix: 'e2e',
    path,
    async create(name) {
      const body = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
      }
      await kubernetes.send({ method: 'POST', path, body })
    },
  }
}

/** The pod that runs the tests. */
export function podThing(kubernetes: Kubernetes, namespace: string, { image, parts }: TestsToRun): Leasable {
  const path = `/api/v1/namespaces/${namespace}/pods`
  return {
    kind: 'pod',
    suffix: 'e2e',
    path,
    cleanUpMs: 120_000,
    pauseMs: 2_000,
    async create(name) {
      await kubernetes.send({ method: 'POST', path, body: podOf(name, namespace, image, parts) })
    },
  }
}
