import { check } from '../../src/check.ts'
import { nodes } from '../../src/kubernetes/facts.ts'
import { judgeLabels } from './judge-labels.ts'

/**
 * Every node tells its failure zone and its region by the labels that Kubernetes knows.
 *
 * An empty label tells nothing, so it counts as missing. Whether a label is up to date, which the standard demands too,
 * cannot be seen: zones are the provider's own idea, and need not be Nova's availability zones.
 */
export const labels = check({
  id: 'scs-0214-labels',
  title: 'Every node has the labels topology.kubernetes.io/zone and topology.kubernetes.io/region',
  section: 'scs-0214-v2#decision',
  needs: { nodes },
  judge: ({ nodes }) => judgeLabels(nodes),
})
