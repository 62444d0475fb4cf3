import t from 'tap'
import { readCloudConfig } from '../../src/openstack/config.ts'
import { connect } from '../../src/openstack/connect.ts'
import { cloudConnection } from '../../src/openstack/connection.ts'
import { openstack } from '../../src/openstack/facts.ts'
import type { Federation } from '../../src/provider/provider-file.ts'
import { provider } from '../../src/provider/facts.ts'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { folder, settings } from '../../testbed/cli.ts'
import { judgeProvider } from '../../testbed/judge-provider.ts'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { federationCheck } from './federation-check.ts'

const issued = issueCertificate({ names: 'IP:127.0.0.1' })
const asProfile = {
  key: issued.key,
  cert: issued.cert,
  minVersion: 'TLSv1.2',
  ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
  ecdhCurve: 'X25519:prime256v1',
} as const
type Known = NonNullable<NonNullable<CloudDescription['identity']>['federation']>

interface Options {
  readonly federation?: Known | null
  readonly handedIn?: (url: string) => Federation
  readonly faults?: readonly Fault[]
  readonly isSafe?: boolean
}

/** What is judged of a simulated cloud, over TLS whose authority clouds.yaml names. */
async function judged({ federation = {}, handedIn, faults = [], isSafe = true }: Options) {
  const identity =
    federation === null ? {} : { identity: { federation: { provider: 'nordwind', protocol: 'openid', ...federation } } }
  await using simulator = await startSimulator({
    description: identity as CloudDescription,
    faults,
    ...(isSafe ? { tls: asProfile } : {}),
  })
  const environment = settings(simulator.cloudsYaml())
  const config = await readCloudConfig({ cloud: 'testbed', environment, directory: folder(), home: folder() })
  const tls = { ca: issued.ca }
  const given = [
    [openstack, await connect({ ...config, tls })],
    [cloudConnection, { tls, isProxied: () => false }],
    ...(handedIn ? [[provider, { federation: handedIn(simulator.url) }] as const] : []),
  ] as const
  const judgement = await judgeProvider(federationCheck, null, { given })
  return { ...judgement, paths: simulator.requests.map(({ path }) => path) }
}

t.test('Keystone sends browsers to an identity provider that can be discovered', async (t) => {
  const { verdict, violations, cause, paths } = await judged({})
  t.strictSame({ verdict, violations, cause }, { verdict: 'PASS', violations: [], cause: undefined })
  t.notOk(
    paths.some((path) => path.includes('authorize')),
    'nobody goes where a browser would have to sign in',
  )
})

t.test('what the issuer tells of itself, each thing by itself', async (t) => {
  const doc = (field: string, ...value: readonly [unknown?]): Fault => ({
    path: 'openid-configuration',
    action: { malformed: { field, ...(value.length > 0 ? { value: value[0] } : {}) } },
  })
  for (const [options, violation] of [
    [
      { federation: { discovery: 'other issuer' } },
      { subject: /\/oidc at \/issuer$/, expected: /\/identity\/oidc$/, actual: /\/identity\/oidc\/$/ },
    ],
    [{ federation: { discovery: 'no keys' } }, { subject: /at \/jwks_uri/, actual: 'a list without keys' }],
    [{ faults: [doc('issuer', 7)] }, { expected: /\/oidc$/, actual: 'no text' }],
    [
      { faults: [doc('response_types_supported')] },
      { expected: 'the key response_types_supported', actual: 'it is not there, or empty' },
    ],
    [{ faults: [doc('response_types_supported', [])] }, { expected: 'the key response_types_supported' }],
    [{ faults: [doc('jwks_uri', null)] }, { expected: 'the key jwks_uri', actual: 'it is not there, or empty' }],
    [{ faults: [doc('jwks_uri', 7)] }, { expected: 'the key jwks_uri' }],
    [{ faults: [doc('token_endpoint', '')] }, { expected: 'the key token_endpoint' }],
    [{ faults: [{ path: 'oidc/keys', action: { status: 404 } }] }, { subject: /at \/jwks_uri/, actual: 'status 404' }],
    [
      { faults: [{ path: 'oidc/keys', action: { html: true } }] },
      { subject: /at \/jwks_uri/, actual: 'no list of keys' },
    ],
  ] as const) {
    const { verdict, violations } = await judged(options as Options)
    t.match({ verdict, violations }, { verdict: 'FAIL', violations: [violation] })
    t.equal(violations.length, 1)
  }
  const { violations } = await judged({ isSafe: false })
  t.match(violations, [
    { subject: /at \/jwks_uri/, expected: 'an https URL' },
    { expected: 'an https URL', actual: 'http' },
  ])
})

t.test('what an ordinary user cannot see is for an attestation', async (t) => {
  for (const options of [
    { federation: null },
    { federation: { websso: 'open' } },
    { federation: { protocol: 'house' } },
  ] as const) {
    const { verdict, cause } = await judged(options)
    t.match(
      { verdict, cause },
      {
        verdict: 'MISS',
        cause: { kind: 'manual', message: /no route of Keystone sends a browser to an identity provider/ },
      },
    )
  }
  const named = await judged({
    federation: { protocol: 'house' },
    handedIn: () => ({ protocol: 'house', identityProvider: 'nordwind' }),
  })
  t.match(named, { verdict: 'PASS' })
  t.ok(named.paths.some((path) => path.includes('identity_providers/nordwind/protocols/house/websso')))
})

t.test('an issuer that was handed in: it is judged, and passes nothing by itself', async (t) => {
  const handedIn = (url: string) => ({ issuer: { url: `${url}/identity/oidc`, ca: issued.ca } })
  t.match(await judged({ handedIn }), { verdict: 'PASS' })
  t.match(await judged({ handedIn, federation: { websso: 'open' } }), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(await judged({ handedIn, federation: { websso: 'open', discovery: 'no keys' } }), {
    verdict: 'FAIL',
    violations: [{ actual: 'a list without keys' }],
  })
  const elsewhere = await judged({ handedIn: (url) => ({ issuer: { url: `${url}/identity`, ca: issued.ca } }) })
  t.match(elsewhere, {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /answers 404, and with no discovery document; is it the issuer/ },
  })
  const strange = await judged({ handedIn: (url) => ({ issuer: { url: `${url}/identity/oidc` } }) })
  t.match(strange, { verdict: 'DNF', cause: { kind: 'unreachable', message: /not signed by an authority known here/ } })
})

t.test(
  'not decided: an issuer that cannot be discovered, keys that do not come, SAML, a redirect to somewhere',
  async (t) => {
    t.match(await judged({ federation: { discovery: 'absent' } }), {
      verdict: 'MISS',
      cause: { message: /no part of that URL is an issuer that can be discovered/ },
    })
    const [doc, keys] = ['openid-configuration', 'oidc/keys'].map((path) => [{ path, action: { status: 503 } }])
    t.match(await judged({ faults: keys ?? [] }), {
      verdict: 'DNF',
      cause: { kind: 'unreachable', message: /keys answers 503/ },
    })
    t.match(await judged({ faults: doc ?? [] }), { verdict: 'DNF', cause: { kind: 'unreachable', message: /503/ } })
    const lost = await judged({ faults: [{ path: 'websso', action: { reset: true } }] })
    t.match(lost, { verdict: 'DNF', cause: { kind: 'unreachable' } })
    t.match(await judged({ faults: [{ path: 'websso/mapped', action: { reset: true } }] }), { verdict: 'PASS' })
    const to = (redirect: string) => judged({ faults: [{ path: 'websso', action: { redirect } }] })
    t.match(await to('https://idp.nordwind.example/saml?SAMLRequest=x'), {
      verdict: 'MISS',
      cause: { message: /by SAML; that its users/ },
    })
    t.match(await to('https://portal.nordwind.example/login'), {
      verdict: 'MISS',
      cause: { message: /no route of Keystone/ },
    })
  },
)
