import { chmodSync, writeFileSync } from 'node:fs'
import { Agent, fetch } from 'undici'
import t from 'tap'
import { certificate } from '../../testbed/certificate.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { startServe } from '../../testbed/monitor/start-serve.ts'

const home = folder()
const [first, second] = [certificate('IP:127.0.0.1'), certificate('IP:127.0.0.1')]
const [cert, key] = [`${home}/tls.crt`, `${home}/tls.key`]
const keep = (pair: { readonly cert: string; readonly key: string }) => {
  writeFileSync(cert, pair.cert)
  writeFileSync(key, pair.key, { mode: 0o600 })
}
keep(first)
const tls = ['--tls-certificate', cert, '--tls-key', key]

/** The status of an answer over TLS, by whoever trusts this certificate alone; undefined where it does not come to one. */
async function status(url: string, ca: string): Promise<number | undefined> {
  const dispatcher = new Agent({ connect: { ca } })
  try {
    return (await fetch(`${url}/healthz`, { dispatcher })).status
  } catch {
    return undefined
  } finally {
    await dispatcher.close()
  }
}

t.test('serve speaks HTTPS with a certificate, which SIGHUP renews', async (t) => {
  await using served = await startServe(tls, { XDG_STATE_HOME: `${home}/state` })
  t.match(served.url, /^https:/)
  t.equal(await status(served.url, first.cert), 200)
  t.equal(await status(served.url, second.cert), undefined)
  t.equal(await status(served.url.replace('https', 'http'), first.cert), undefined, 'and nothing else')

  const told = async (text: string) => {
    process.kill(served.pid, 'SIGHUP')
    while (!served.stderr().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  writeFileSync(cert, 'no certificate')
  await told('all stays as it is')
  t.equal(await status(served.url, first.cert), 200)
  keep(second)
  await told('the certificate was read again')
  t.equal(await status(served.url, second.cert), 200)
  t.equal(await served.end('SIGTERM'), 0)
})

t.test('a certificate that cannot be used is told in one sentence', async (t) => {
  const wrong = async (args: readonly string[], why: RegExp) =>
    t.match(await scsConformance(['serve', ...args]), { code: 64, stderr: why })
  keep(first)
  await wrong(['--tls-certificate', cert], /--tls-certificate and --tls-key go together/)
  await wrong(['--tls-certificate', cert, '--tls-key', `${home}/absent`], /--tls-key .*absent: does not exist/)
  await wrong(['--tls-certificate', key, '--tls-key', key], /cannot be used/)
  writeFileSync(cert, second.cert)
  await wrong(tls, /cannot be used .*mismatch/)
  chmodSync(key, 0o644)
  await wrong(tls, /others may read it; chmod 600/)
})
