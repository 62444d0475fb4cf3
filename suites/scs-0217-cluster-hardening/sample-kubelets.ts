import type { Kubelet, KubeletConfiguration } from './kubelets.ts'

/** A kubelet as it should be, with changes, for tests. */
export function kubelet(node: string, changes: Partial<KubeletConfiguration> = {}): Kubelet {
  const good = { anonymous: false, authorization: 'Webhook', readOnlyPort: 0 }
  return { node, configuration: { ...good, ...changes }, obstacle: null }
}

export const silent: Kubelet = {
  node: 'z',
  configuration: null,
  obstacle: { kind: 'unreachable', message: 'no answer' },
}
