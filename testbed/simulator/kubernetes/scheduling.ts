import { record, text } from '../router.ts'
import type { Cluster } from './cluster.ts'
import { records, type KubeObject } from './object.ts'

/** The node a pod goes to, or why there is none. */
export function chooseNode({ store, kind }: Cluster, pod: KubeObject): KubeObject | string {
  const nodes = store.list(kind('nodes'))
  const spec = record(pod, 'spec')
  const selector = Object.entries(record(spec, 'nodeSelector'))
  const tolerations = records(spec['tolerations'])
  const selected = nodes.filter(({ metadata }) => selector.every(([key, value]) => metadata.labels?.[key] === value))
  const open = selected.filter((node) => record(node, 'spec')['unschedulable'] !== true && isReady(node))
  const fitting = open.filter((node) =>
    records(record(node, 'spec')['taints'])
      .filter(({ effect }) => effect !== 'PreferNoSchedule')
      .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint))),
  )
  const chosen = fitting[Math.floor(Math.random() * fitting.length)]
  if (chosen) return chosen
  const unselected = nodes.length - selected.length
  const reasons = [
    ...(unselected > 0 ? [`${unselected} node(s) didn't match Pod's node affinity/selector`] : []),
    ...(open.length > 0 ? [`${open.length} node(s) had untolerated taint(s)`] : []),
  ]
  return `0/${nodes.length} nodes are available: ${reasons.join(', ')}. no new claims to deallocate`
}

function isReady(node: KubeObject): boolean {
  return records(record(node, 'status')['conditions']).some(({ type, status }) => type === 'Ready' && status === 'True')
}

type Fields = Readonly<Record<string, unknown>>

function tolerates({ key, operator, value, effect }: Fields, taint: Fields): boolean {
  if (effect && effect !== taint['effect']) return false
  if (operator === 'Exists') return !key || key === taint['key']
  return key === taint['key'] && text(value) === text(taint['value'])
}
