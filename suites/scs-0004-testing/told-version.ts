import type { EarlierReport } from '../../src/provider/history.ts'

/** The version of what was tested, as the testcases of a report tell it: `v1.36.1`, or `compute 2.103`; null where none tells. */
export function toldVersion({ results }: Pick<EarlierReport, 'results'>): string | null {
  const examined = (id: string) => results.find((one) => one.id === id)?.examined ?? []
  const [cluster] = [...examined('scs-0124-kubernetes-maintained'), ...examined('version-policy-check')]
  if (cluster !== undefined) return cluster
  const [compute] = examined('scs-0124-openstack-maintained').flatMap((one) => /^compute \d+\.\d+/.exec(one) ?? [])
  return compute ?? null
}

/** What another upgrade changes: of Kubernetes the minor version, since patches come every month. */
export function upgradedPart(version: string): string {
  return /^v\d+\.\d+(?=\.)/.exec(version)?.[0] ?? version
}

/** Whether one version is an upgrade from another: of the same software, and later. A way back is none. */
export function isUpgrade(version: string, from: string): boolean {
  const [to, before] = [version, from].map((text) => /^(v|compute )(\d+)\.(\d+)/.exec(text))
  if (!to || !before || to[1] !== before[1]) return false
  return Number(to[2]) - Number(before[2]) > 0 || (to[2] === before[2] && Number(to[3]) > Number(before[3]))
}

/** Proof that what users build on was tested end to end, and wholly: a testcase that passes only if no required test is missing. */
const wholly = ['scs-0128-tempest', 'cncf-k8s-conformance'] as const

/** The testcase of a report that proves it, and when its tests ended (ISO 8601, null where untold); undefined where none does. */
export function endToEnd({ results }: Pick<EarlierReport, 'results'>) {
  const found = results.find(({ id, verdict }) => verdict === 'PASS' && wholly.some((one) => one === id))
  if (!found) return undefined
  // Of several imports the first that ended counts.
  const ends = found.notes.flatMap((note) => /, finished (\d{4}-\d\d-\d\dT[\d:.]+Z)/.exec(note)?.[1] ?? [])
  return { id: found.id, endedAt: ends.toSorted()[0] ?? null }
}
