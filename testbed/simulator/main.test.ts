import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { t } from 'tap'
import { send } from './test-client.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

t.test('plays the conformant cloud until it is told to stop', async (t) => {
  const file = `${t.testdir()}/clouds.yaml`
  const child = spawn(
    process.execPath,
    [main, '--latency', '1', '--fault', '{path: ^/v3$, action: {status: 418}}', '--clouds-yaml', file],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [text] = await once(child.stdout, 'data')
  const url = String(text).split('\n')[0] ?? ''
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.match(readFileSync(file, 'utf8'), `auth_url: ${url}/identity/v3`)
  t.equal((await send({ url }, 'GET', '/identity/v3')).status, 418)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
})

t.test('plays a cluster', async (t) => {
  const file = `${t.testdir()}/kubeconfig`
  const cluster = fileURLToPath(new URL('../clusters/conformant.yaml', import.meta.url))
  const fault = '{service: core, path: nodes, action: {status: 418}}'
  const child = spawn(process.execPath, [main, '--cluster', cluster, '--fault', fault, '--kubeconfig', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(child.stdout, 'data')
  const url = String(text).split('\n')[0] ?? ''
  t.match(url, /^https:\/\/127\.0\.0\.1:\d+$/)
  t.match(readFileSync(file, 'utf8'), `server: ${url}`)
  child.kill('SIGTERM')
  t.same(await once(child, 'exit'), [0, null])
})

t.test('what cannot be used is told in one line', async (t) => {
  const run = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  t.match(run('--fault', '{action: {status: 7}}'), { status: 64, stderr: /^fault: action\.status must be >= 200\n$/ })
  t.match(run('--cluster', '/none.yaml'), { status: 64, stderr: /^ENOENT.*none\.yaml.*\n$/ })
  t.match(run('--cloud', '/none.yaml'), { status: 64, stderr: /^ENOENT.*none\.yaml.*\n$/ })
})

t.test('plays what a provider publishes', async (t) => {
  const file = `${t.testdir()}/provider.yaml`
  const provider = fileURLToPath(new URL('../providers/conformant.yaml', import.meta.url))
  const fault = '{service: status-page, path: phases, action: {status: 418}}'
  const child = spawn(process.execPath, [main, '--provider', provider, '--fault', fault, '--provider-yaml', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(child.stdout, 'data')
  const url = String(text).split('\n')[0] ?? ''
  t.match(readFileSync(file, 'utf8'), `statusPage:\n  url: ${url}/status`)
  t.equal((await fetch(`${url}/status/phases`)).status, 418)
  t.equal((await fetch(`${url}/status/severities`)).status, 200)
  child.kill('SIGTERM')
  t.same(await once(child, 'exit'), [0, null])
})
