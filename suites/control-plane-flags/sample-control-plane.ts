import type { Component, ControlPlane } from '../../src/kubernetes/control-plane.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'

/** Control planes for tests. */

export const hidden: ControlPlane = { processes: [], forbidden: { 'kube-apiserver': [], etcd: [] } }

export const refused: ControlPlane = {
  processes: [],
  forbidden: { 'kube-apiserver': ['GET /flagz: 403'], etcd: ['GET pods: 403'] },
}

/** The same, with flags that come from where they cannot be seen. */
export function notAllSeen({ processes, ...rest }: ControlPlane): ControlPlane {
  return { ...rest, processes: processes.map((process) => ({ ...process, unseen: 'takes X from elsewhere' })) }
}

/** One that shows these processes, each in a pod named after it and its number; null: and not how it was started. */
export function started(...processes: readonly (readonly [Component, Flags | null])[]): ControlPlane {
  return {
    ...hidden,
    processes: processes.map(([component, flags], index) => ({
      component,
      source: `pod ${component}-${index}`,
      ...(flags ? { flags } : { flags: {}, unseen: 'does not show how it was started' }),
    })),
  }
}
