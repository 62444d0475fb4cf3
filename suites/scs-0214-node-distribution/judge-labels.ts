import type { Finding, Violation } from '../../src/check.ts'
import type { Node } from '../../src/kubernetes/resources.ts'
import { placeLabels } from './place.ts'

/** Labels zone and region on every node; an empty value tells nothing. No node at all is nothing to look at, so undecided. */
export function judgeLabels(nodes: readonly Node[]): Finding {
  const examined = nodes.map(({ name }) => `node ${name}`)
  if (nodes.length === 0) return { examined, violations: [], undecided: noNodes }
  const violations = nodes.flatMap(({ name, labels }): Violation[] => {
    const missing = [placeLabels.zone, placeLabels.region].filter((label) => !labels[label])
    if (missing.length === 0) return []
    return [
      {
        subject: `node ${name}`,
        expected: `labels ${placeLabels.zone} and ${placeLabels.region}`,
        actual: `no ${missing.join(', no ')}`,
        remedy: 'let the cloud provider (cloud-controller-manager) set them, or kubelet with --node-labels',
      },
    ]
  })
  return { examined, violations }
}

const noNodes = {
  kind: 'dependency',
  message: 'the cluster shows no node to this user, so there is nothing to look at; test a cluster with nodes',
} as const
