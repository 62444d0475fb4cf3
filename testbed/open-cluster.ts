import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { HttpCall } from '../src/http.ts'
import { openCluster, type Cluster, type ClusterOptions } from '../src/kubernetes/connect.ts'
import { redactor as newRedactor, type Redactor } from '../src/redact.ts'
import { folder } from './cli.ts'

/** Opens the cluster of a kubeconfig given as text; closes it with the test. */
export async function openFrom(
  t: Test,
  kubeconfig: string,
  options: Partial<ClusterOptions> & { readonly at?: string } = {},
): Promise<Cluster & { readonly calls: readonly HttpCall[]; readonly redactor: Redactor }> {
  const { at = folder(), ...rest } = options
  const calls: HttpCall[] = []
  const redactor = newRedactor()
  const file = join(at, 'kubeconfig')
  writeFileSync(file, kubeconfig)
  const environment = { PATH: process.env['PATH'] }
  const cluster = await openCluster(
    { kubeconfig: file, environment, directory: at, home: at },
    { redactor, environment, backoffMs: 5, onCall: (call) => calls.push(call), ...rest },
  )
  t.teardown(() => cluster.close())
  return Object.assign(cluster, { calls, redactor })
}
