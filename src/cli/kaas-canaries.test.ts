import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { formats } from '../../reports/index.ts'
import { conformantCluster, folder, judgeCluster } from '../../testbed/cli.ts'
import { startClusterSimulator, type ClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'

// What is secret in a kubeconfig that works: it is sent on every call, and is in no file, on no terminal and in no --debug.

/** Every secret of the kubeconfig, as it is and as PEM. */
function secretsOf(cluster: ClusterSimulator): readonly string[] {
  const { users } = parse(cluster.kubeconfig()) as { users: { user: Record<string, string> }[] }
  return users.flatMap(({ user: { token, 'client-key-data': key } }) => [
    ...(token ? [token, token.split('.')[2] ?? ''] : []),
    ...(key ? [key, Buffer.from(key, 'base64').toString().split('\n')[1] ?? ''] : []),
  ])
}

t.test('no secret is in any format, in the output of --debug or in a failed run', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const secrets = secretsOf(cluster)
  t.ok(secrets.length >= 8 && secrets.every((secret) => secret.length > 40))
  for (const context of ['admin', 'reader', 'exec', 'token-file'] as const) {
    const output = folder()
    const args = [
      '--output',
      output,
      '--debug',
      '--verbose',
      '--format',
      Object.keys(formats).join(','),
      '--tests',
      '0214|0210|node',
    ]
    const { stdout, stderr } = await judgeCluster(cluster, args, { context })
    const files = readdirSync(output)
    t.ok(files.length >= 5, files.join())
    const all = [stdout, stderr, ...files.map((file) => readFileSync(join(output, file), 'utf8'))].join('\n')
    for (const secret of secrets) t.notOk(all.includes(secret), context)
  }
  cluster.faults.add({ action: { status: 500, body: { kind: 'Status', message: secrets.join(' ') } } })
  const failed = await judgeCluster(cluster, ['--debug', '--format', 'json', '--tests', 'node'], { context: 'reader' })
  const [token = ''] = secretsOf(cluster).filter((secret) => secret.includes('.'))
  t.notOk(`${failed.stdout}${failed.stderr}`.includes(token), 'even where the server says it back')
})
