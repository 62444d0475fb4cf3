import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, kubeconfigOf, type Answerer, type ApiServer } from './api-server.ts'
import { folder, scsConformance, type CliOptions } from './cli.ts'

/** A module for `--suite`. It judges nothing: its notes tell what the facts that a cluster's checks build on were given. */
export const suite = join(folder(), 'suite.ts')
const source = new URL('../src/', import.meta.url).pathname
writeFileSync(
  suite,
  `import { fact } from '${source}fact.ts'
  import { hostCloud, kubernetes, managementCluster, otherClusters, serverVersion } from '${source}kubernetes/facts.ts'
  import { openstack } from '${source}openstack/facts.ts'
  const probe = (id, given, told) => ({
    id, title: 'T', section: 'scs-0000-v1#x',
    needs: { told: fact({ name: id + ' told', needs: { given }, load: ({ given }) => told(given) }) },
    judge: ({ told }) => ({ examined: [id], violations: [], notes: [told] }),
  })
  export const suite = { id: 'probes', checks: [
    probe('p-version', serverVersion, ({ gitVersion }) => gitVersion),
    probe('p-cluster', kubernetes, ({ context }) => context),
    probe('p-others', otherClusters, (all) => all.map(({ context }) => context).join() || 'none'),
    probe('p-management', managementCluster, (one) => one?.context ?? 'none'),
    probe('p-host', hostCloud, (cloud) => cloud?.identity.roles.join() ?? 'none'),
    probe('p-cloud', openstack, (cloud) => cloud.identity.roles.join()),
  ] }`,
)
/** The testcases of that suite. */
export const probes = ['p-version', 'p-cluster', 'p-others', 'p-management', 'p-host', 'p-cloud']

/** Takes whoever comes for jane, who may do everything. */
export const whoever: Answerer = ({ path }) => {
  if (path === '/version') return [200, { gitVersion: 'v1.36.1' }]
  if (path.endsWith('/selfsubjectreviews')) return [201, { status: { userInfo: { username: 'jane' } } }]
  if (path.endsWith('/selfsubjectaccessreviews')) return [201, { status: { allowed: true } }]
  return failure(404, 'NotFound')
}

/** The same for one token only. */
export const guarded =
  (token: string): Answerer =>
  (received, response) =>
    received.headers.authorization === `Bearer ${token}` ? whoever(received, response) : failure(401, 'Unauthorized')

/** A kubeconfig in a folder of its own, whose context has this name. */
export function written(server: ApiServer, user: object, name = 'test', cluster: object = {}): string {
  const file = join(folder(), 'kubeconfig')
  writeFileSync(file, kubeconfigOf(server, user, cluster).replaceAll('"test"', `"${name}"`))
  return file
}

/** Runs `scs-conformance` as a user would; no kubeconfig of the machine gets in. */
export const tool = (args: readonly string[], { env, ...options }: CliOptions = {}) =>
  scsConformance(args, { env: { HOME: folder(), ...env }, ...options })
