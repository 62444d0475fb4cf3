import type { Finding } from '../../src/check.ts'
import type { KubeletConfiguration, Kubelets } from './kubelets.ts'

/** Judges each kubelet that could be asked; one that could not leaves it open, unless another one was seen to be wrong. */
export function judgeKubelets(
  { asked, nodes }: Kubelets,
  wrong: (configuration: KubeletConfiguration) => { readonly expected: string; readonly actual: string } | null,
  remedy: string,
): Finding {
  const violations = asked.flatMap(({ node, configuration }) => {
    const found = configuration && wrong(configuration)
    return found ? [{ subject: `kubelet of ${node}`, ...found, remedy }] : []
  })
  const examined = asked.flatMap(({ node, configuration }) => (configuration ? [`kubelet of ${node}`] : []))
  const notes = asked.length < nodes ? [`${asked.length} of ${nodes} kubelets were asked, spread evenly by name`] : []
  const silent = asked.filter(({ obstacle }) => obstacle)
  const obstacle = silent[0]?.obstacle
  if (violations.length > 0 || !obstacle) return { examined, violations, notes }
  const message = `${silent.length} of ${asked.length} kubelets could not be asked, such as: ${obstacle.message}`
  return { examined, violations, notes, undecided: { kind: obstacle.kind, message } }
}
