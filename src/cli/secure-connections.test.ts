import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { conformantCloud, folder, scsConformance, settings } from '../../testbed/cli.ts'
import type { TlsProfile } from '../openstack/tls-profile.ts'
import { startSimulator, type SimulatorOptions } from '../../testbed/simulator/index.ts'

// scs-0125 from the command line, on a cloud with TLS in front of it.

const issued = issueCertificate({ names: 'IP:127.0.0.1' })
const asProfile = {
  ...issued,
  minVersion: 'TLSv1.2',
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES128-GCM-SHA256',
  ecdhCurve: 'X25519:prime256v1',
} as const

/** What `check` prints of a cloud whose TLS is like this. */
async function check(
  tls: SimulatorOptions['tls'],
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<string> {
  await using simulator = await startSimulator({ description: conformantCloud, ...(tls ? { tls } : {}) })
  const cacert = join(folder(), 'ca.pem')
  writeFileSync(cacert, issued.ca)
  const yaml = simulator.cloudsYaml().replaceAll(/region_name:/g, `cacert: ${cacert}\n    region_name:`)
  const names = ['https-endpoints', 'tls-versions', 'cipher-suites', 'key-exchange', 'certificates']
  const ids = names.map((name) => `scs-0125-${name}`)
  const { stdout } = await scsConformance(['check', '-c', 'testbed', ...args, ...ids], {
    env: { ...settings(yaml), ...env },
  })
  return stdout.replaceAll('scs-0125-', '')
}

t.test('as the profile has it', async (t) => {
  const sound = ['https-endpoints', 'tls-versions', 'cipher-suites', 'key-exchange', 'certificates']
  t.equal(await check(asProfile), sound.map((name) => `${name}: PASS\n`).join(''))
})

t.test('a cipher, a version and a curve more', async (t) => {
  const ciphers = `${asProfile.ciphers}:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0`
  const weak = { ...asProfile, minVersion: 'TLSv1', ciphers, ecdhCurve: 'X25519:prime256v1:secp521r1' } as const
  t.match(await check(weak), /s: PASS\n.*ns: FAIL\n.*suites: FAIL\n.*exchange: FAIL\n.*certificates: PASS/)
})

t.test('plain HTTP, and a proxy in between', async (t) => {
  t.match(await check(undefined), /endpoints: FAIL\ntls-versions: ABORT\n/)
  const proxied = await check(asProfile, { HTTPS_PROXY: 'http://127.0.0.1:1' })
  t.notMatch(proxied, /PASS|FAIL/)
})

t.test('a profile of the user', async (t) => {
  const data = folder()
  const bundled = fileURLToPath(new URL('../../standards/data/tls-profile.json', import.meta.url))
  const profile = JSON.parse(readFileSync(bundled, 'utf8')) as TlsProfile
  const certificate = { ...profile.certificate, mostDays: 1 }
  const own = { ...profile, title: 'house rules', versions: ['TLSv1.3'], ciphers: [], curves: ['X25519'], certificate }
  writeFileSync(join(data, 'tls-profile.json'), JSON.stringify(own))
  const printed = await check(asProfile, {}, ['--data', data])
  t.match(printed, /endpoints: PASS\ntls-versions: FAIL\ncipher-suites: FAIL\nkey-exchange: FAIL\ncertificates: FAIL/)
})
