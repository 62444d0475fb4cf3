import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { apiServer, failure, type Answerer } from '../../testbed/api-server.ts'
import { folder } from '../../testbed/cli.ts'
import { guarded, probes, suite, tool, whoever, written } from '../../testbed/cluster-cli.ts'

t.test('no secret of a kubeconfig is in the report, on the terminal or in --debug', async (t) => {
  const jwt = ['{"alg":"none"}', '{"exp":1}', 'cAnary-signature'].map((part) => Buffer.from(part).toString('base64url'))
  const users = {
    token: [{ token: 'cAnary-token' }, 'cAnary-token'],
    basic: [{ username: 'me', password: 'cAnary-pass' }, 'never'],
    exec: [{ exec: plugin({ token: 'cAnary-plugin', clientKeyData: 'cAnary-key' }) }, 'cAnary-plugin'],
    'exec, refused': [{ exec: plugin({ token: 'cAnary-plugin' }) }, 'another'],
    'exec, broken': [{ exec: plugin('cAnary') }, 'another'],
    oidc: [
      {
        'auth-provider': {
          name: 'oidc',
          config: {
            'idp-issuer-url': 'https://127.0.0.1:9/cAnary-not-secret',
            'client-id': 'x',
            'client-secret': 'cAnary-client',
            'id-token': jwt.join('.'),
            'refresh-token': 'cAnary-refresh',
          },
        },
      },
      'another',
    ],
  } as const
  const echo: Answerer = ({ headers }) => failure(400, 'BadRequest', `what is ${headers.authorization}?`)
  const cases = Object.entries(users).map(([name, [user, good]]) => ({ name, user, answer: guarded(good) }))
  for (const { name, user, answer } of [...cases, { name: 'token, echoed', user: users.token[0], answer: echo }]) {
    const server = await apiServer(t, answer)
    const kubeconfig = written(server, user)
    const commands = [
      ['run', '-k', kubeconfig, '--debug', '--format', 'json', '--verbose', '--read-only'],
      ['doctor', '-k', kubeconfig, '--debug'],
      ['check', '-k', kubeconfig, '--debug', '--suite', suite, '--', ...probes],
    ]
    for (const { stdout, stderr } of await Promise.all(commands.map((args) => tool(args)))) {
      const all = `${stdout}${stderr}`.replaceAll('cAnary-not-secret', '')
      t.notMatch(all, /cAnary|signature/, name)
      t.ok(all.length > 100)
    }
  }
})

t.test('Ctrl-C ends a run whose credential plugin waits', async (t) => {
  const server = await apiServer(t, whoever)
  const at = folder()
  const script = join(at, 'plugin')
  writeFileSync(script, `#!/bin/sh\ntouch ${at}/started\nsleep 60\n`, { mode: 0o755 })
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: script }
  const started = (async () => {
    while (!existsSync(join(at, 'started'))) await new Promise((resolve) => setTimeout(resolve, 20))
  })()
  const args = ['check', '-k', written(server, { exec }), '--suite', suite, 'p-version']
  const { code, stdout, stderr } = await tool(args, { signal: { name: 'SIGINT', at: started } })
  t.match({ code, stdout }, { code: 130, stdout: /^(p-version: ABORT\n)?$/ })
  t.match(stderr, /interrupted/)
})

/** Prints a credential, or something that is none. */
function plugin(status: object | string): object {
  const apiVersion = 'client.authentication.k8s.io/v1'
  const credential = JSON.stringify({ kind: 'ExecCredential', apiVersion, status })
  const script = join(folder(), 'plugin')
  const text = typeof status === 'string' ? status : credential
  writeFileSync(script, `#!/bin/sh\ncat <<'END'\n${text}\nEND\necho cAnary-stderr >&2\n`, { mode: 0o755 })
  return { apiVersion, command: script, args: ['cAnary-argument'], env: [{ name: 'A', value: 'cAnary-env' }] }
}
