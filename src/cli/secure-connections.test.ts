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

// On the real OpenStack, where testbed/openstack has put TLS in front of it (TLS_FRONTS): haproxy and OpenSSL with and without
// flaws, and NSS, which still speaks SSL 3, triple DES and RC4.
const { SCS_TESTBED_CLOUDS: clouds, SCS_TESTBED_TLS_FRONTS: fronts } = process.env
if (clouds && fronts) {
  const ids = ['https-endpoints', 'tls-versions', 'cipher-suites', 'key-exchange', 'certificates']
  const real = async (cloud: string) =>
    scsConformance(['check', '-c', cloud, ...ids.map((id) => `scs-0125-${id}`)], {
      env: { OS_CLIENT_CONFIG_FILE: clouds },
    })

  t.test('the real OpenStack behind good fronts: all is well', async (t) => {
    const { stdout, stderr } = await real('testbed-tls')
    t.equal(stdout, ids.map((id) => `scs-0125-${id}: PASS\n`).join(''))
    t.notMatch(stderr, /^ERROR/m)
  })

  t.test('all else is judged through TLS as it is without', async (t) => {
    const judged = async (cloud: string) => {
      const args = ['run', '--os-cloud', cloud, '--read-only', '--format', 'lines']
      const { stdout } = await scsConformance(args, { env: { OS_CLIENT_CONFIG_FILE: clouds } })
      return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('scs-0125-'))
    }
    const plain = await judged('testbed')
    t.ok(plain.some((line) => line.endsWith(': PASS')) && plain.some((line) => line.endsWith(': FAIL')))
    t.same(await judged('testbed-tls'), plain)
  })

  t.test('behind fronts with a flaw each: every flaw is found where it is, and nowhere else', async (t) => {
    const { stdout, stderr } = await real('testbed-tls-flawed')
    t.equal(stdout, ids.map((id) => `scs-0125-${id}: FAIL\n`).join(''))
    const violations = [
      /https-endpoints: public endpoint of object-store in RegionOne: .*found http:\/\/127\.0\.0\.1:8080\//,
      /https-endpoints: https:\/\/127\.0\.0\.1:28778 \(placement\): .*no TLS$/,
      /tls-versions: https:\/\/127\.0\.0\.1:25000 \(identity\): .*accepts TLSv1\.1$/,
      /tls-versions: \S+:29876 .*SSLv3 \(with [^)]*TLS_RSA_WITH_RC4_128_SHA[^)]*\), TLSv1, TLSv1\.1$/,
      /cipher-suites: \S+:25000 .*accepts ECDHE-ECDSA-AES128-SHA$/,
      /cipher-suites: \S+:28776 \(volumev3, block-storage\): .*accepts ECDHE-ECDSA-AES256-SHA$/,
      /cipher-suites: \S+:29876 .*TLS_RSA_WITH_3DES_EDE_CBC_SHA \(TLSv1\.2, TLSv1\.1, TLSv1, SSLv3\)/,
      /key-exchange: \S+:29696 \(network\): .*accepts secp521r1$/,
      /certificates: \S+:28774 \(compute\): .*CN=elsewhere: it is for other names$/,
      /certificates: \S+:29292 \(image\): .*CN=expired: it expired at /,
      /certificates: \S+:29311 \(key-manager\): .*CN=alone: .*SELF_SIGNED/,
      /certificates: \S+:29876 \(load-balancer\): .*CN=nss: .*SELF_SIGNED/,
    ]
    const errors = stderr.split('\n').filter((line) => line.startsWith('ERROR'))
    for (const violation of violations)
      t.equal(errors.filter((line) => violation.test(line)).length, 1, violation.source)
    t.equal(errors.length, violations.length)
  })
}
