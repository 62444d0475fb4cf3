import { nameOf } from '../run-name.ts'

/** Machines get their names from the cluster's, and names of Kubernetes end at 63 characters. */
const longest = 20

/** The name of a provisioned cluster: that of the subject, so that it can be told, behind the run id. */
export function clusterName(runId: string, subject: string): string {
  const plain = subject
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '')
  return nameOf(runId, /^[a-z]/.test(plain) ? plain : `k${plain}`)
}
