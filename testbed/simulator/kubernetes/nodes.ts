import { nodeManifests } from '../../kubernetes/scenario.ts'
import { uuid } from '../ids.ts'
import type { FullClusterDescription } from './description.ts'
import { timestamp, type KubeObject } from './object.ts'

/** The nodes of a description, with what a kubelet and the controllers would have added. */
export function nodeObjects({ name, nodes, version, serverIds }: FullClusterDescription): readonly KubeObject[] {
  const scenario = { description: name, nodes }
  const now = timestamp()
  return nodeManifests(scenario, { kubeletVersion: version, serverIds }).map((node, index) => ({
    ...node,
    metadata: { ...node.metadata, annotations: { 'node.alpha.kubernetes.io/ttl': '0' } },
    spec: {
      podCIDR: `10.244.${index & 255}.0/24`,
      podCIDRs: [`10.244.${index & 255}.0/24`],
      ...withoutEmpty(node.spec),
    },
    status: {
      ...node.status,
      capacity: amounts,
      allocatable: amounts,
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', now),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', now),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', now),
        condition('Ready', 'True', 'KubeletReady', now),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: uuid('machine', node.metadata.name).replaceAll('-', ''),
        systemUUID: uuid('system', node.metadata.name),
        bootID: uuid('boot', node.metadata.name),
        kernelVersion: '6.8.0-60-generic',
        ...node.status.nodeInfo,
        osImage: 'Ubuntu 24.04.2 LTS',
        containerRuntimeVersion: 'containerd://2.1.1',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      images: [{ names: ['registry.k8s.io/pause:3.10'], sizeBytes: 320_368 }],
    },
  }))
}

/** No taints are no field. */
function withoutEmpty({ taints, ...spec }: { readonly taints: readonly object[] }): object {
  return taints.length === 0 ? spec : { ...spec, taints }
}

const amounts = { cpu: '4', 'ephemeral-storage': '50620216Ki', 'hugepages-2Mi': '0', memory: '16384000Ki', pods: '110' }

function condition(type: string, status: string, reason: string, now: string): object {
  return { type, status, lastHeartbeatTime: now, lastTransitionTime: now, reason, message: `kubelet has ${reason}` }
}
