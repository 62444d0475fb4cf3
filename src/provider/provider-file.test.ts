import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { certificate } from '../../testbed/certificate.ts'
import { redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { readProviderFile } from './provider-file.ts'

/** What a provider lays down, and what is read of it. */
async function read(t: Test, text: string, files: Readonly<Record<string, string>> = {}, environment = {}) {
  const folder = t.testdir({ 'provider.yaml': text, ...files })
  const own = redactor()
  return { folder, redactor: own, provider: await readProviderFile(join(folder, 'provider.yaml'), environment, own) }
}

async function refusal(t: Test, text: string, files: Readonly<Record<string, string>> = {}, environment = {}) {
  try {
    await read(t, text, files, environment)
  } catch (error) {
    if (error instanceof UsageError) return error.message.replace(/^.*provider\.yaml/, '')
    throw error
  }
  throw new Error('was taken')
}

const page = (more: string) => `statusPage:\n  url: https://status.example/api\n  ${more}\n`

t.test('paths are taken from where the file lies; what is not named is empty', async (t) => {
  const { folder, provider } = await read(t, 'sboms: [{ file: a/iaas.json, layer: iaas }]\nreports: [/history]\n')
  t.strictSame(provider, {
    file: join(folder, 'provider.yaml'),
    sboms: [{ file: join(folder, 'a/iaas.json'), layer: 'iaas' }],
    vulnerabilities: [],
    releaseTests: [],
    scorecards: [],
    licenceScans: [],
    reports: ['/history'],
  })
})

t.test('a place with a token, of a file or of the environment, and with its authorities', async (t) => {
  const { cert } = certificate('DNS:status.example')
  const named = await read(t, page('tokenFile: my.token\n  caFile: ca.pem'), {
    'my.token': 'cAnary-1\n',
    'ca.pem': cert,
  })
  t.equal(named.provider.statusPage?.token?.reveal(), 'cAnary-1')
  t.equal(named.provider.statusPage?.ca, cert)
  const other = await read(t, page('tokenVariable: STATUS_TOKEN'), {}, { STATUS_TOKEN: 'cAnary-2' })
  t.equal(other.provider.statusPage?.token?.reveal(), 'cAnary-2')
  for (const { provider, redactor } of [named, other]) {
    t.notMatch(JSON.stringify(provider), /cAnary/, 'not even where it is turned into JSON')
    t.equal(redactor.redact('Bearer cAnary-1 cAnary-2').match(/cAnary/g)?.length, 1, 'and the redactor knows it')
  }
})

t.test('a secret that a URL holds among its parameters is learned, other parameters are not', async (t) => {
  const url = 'http://influx.example/query?db=healthmonitor&u=reader&p=cAnary%2B3&q=SELECT'
  const { redactor, provider } = await read(t, `healthMonitor: { url: "${url}" }\n`)
  t.equal(provider.healthMonitor?.url, url)
  t.equal(redactor.redact(url), url.replace('cAnary%2B3', '[redacted]'))
  const signed = await read(t, 'prometheus: { url: "https://p.example/?access_token=cAnary-4&tenant=customers" }\n')
  t.equal(signed.redactor.redact('cAnary-4 customers'), '[redacted] customers')
})

t.test('what cannot be used is told of in one sentence, with its line', async (t) => {
  for (const [text, told] of [
    ['', ': is empty'],
    ['[]', /^:1: must be a mapping with any of sboms/],
    ['{}', ':1: must not be empty'],
    ['statusPage: [', /^:\d: Flow sequence/],
    ['statusPage: { url: a, url: b }', /^:1: Map keys must be unique/],
    ['status: { url: https://a.example }', /^:1: status: unknown key.*known are sboms/],
    ['statusPage: https://a.example', ':1: statusPage: must be a mapping with url'],
    ['statusPage: {}', ':1: statusPage: the key url is missing'],
    ['statusPage: { url: ftp://a.example }', /^:1: statusPage.url: must be a URL that starts with https/],
    ['statusPage: { url: "https://a.example:99999/" }', /^:1: statusPage.url: is not a URL such as/],
    ['statusPage: { url: "https://[::1/" }', /^:1: statusPage.url: /],
    ['statusPage: { url: "http:///api" }', /^:1: statusPage.url: must be a URL/],
    ['federation: {}', ':1: federation: must not be empty'],
    ['federation: { issuer: "https://a.example:99999" }', /^:1: federation.issuer: is not a URL/],
    ['federation: { protocol: "a/b" }', /^:1: federation.protocol: must be an id in Keystone/],
    ['sboms: []', ':1: sboms: must not be empty'],
    ['sboms: [{ file: a, layer: paas }]', /^:1: sboms\[0\].layer: must be one of iaas, kaas/],
    ['reports: history/', /^:1: reports: must be /],
    [page('tokenFile: there.is.none'), ':3: statusPage.tokenFile: the file that it names does not exist'],
    [page('tokenFile: folder'), ':3: statusPage.tokenFile: the file that it names is a folder'],
    [page('tokenFile: two.words'), /^:3: statusPage.tokenFile: does not lead to a token/],
    [page('tokenFile: empty'), /^:3: statusPage.tokenFile: does not lead to a token/],
    [page('tokenFile: /dev/zero'), ':3: statusPage.tokenFile: the file that it names is larger than 1 MiB'],
    [page('tokenVariable: NOT_THERE'), /^:3: statusPage.tokenVariable: the environment has no such variable/],
    [page('tokenVariable: EMPTY'), /^:3: statusPage.tokenVariable: the environment has no such variable/],
    [page('tokenVariable: "1 A"'), /^:3: statusPage.tokenVariable: must be name of the environment variable/],
    [page('tokenFile: empty\n  tokenVariable: A'), /^:4: statusPage.tokenVariable: there is a tokenFile already/],
    [page('caFile: two.words'), ':3: statusPage.caFile: two.words is not PEM: there is no certificate in it'],
    [page('caFile: none.pem'), ':3: statusPage.caFile: none.pem does not exist'],
  ] as const) {
    const folder = t.testdir({ 'provider.yaml': text, 'two.words': 'a b', empty: '' })
    mkdirSync(join(folder, 'folder'))
    const reading = readProviderFile(join(folder, 'provider.yaml'), { EMPTY: '' }, redactor())
    const message = await reading.then(
      () => 'was taken',
      (error: unknown) =>
        error instanceof UsageError ? error.message.replace(join(folder, 'provider.yaml'), '') : String(error),
    )
    t.match(message, told, text)
    t.notMatch(message, /\n/, text)
  }
})

t.test('whoever writes a secret where none belongs does not find it in the message', async (t) => {
  const files = { 'bad.token': 'cAnary one two' }
  for (const [text, environment] of [
    ['statusPage: { url: "https://user:cAnary@a.example/" }', {}],
    ['statusPage: { url: "https://cAnary@a.example/" }', {}],
    [page('token: cAnary'), {}],
    [page('tokenFile: cAnary'), {}],
    [page('tokenFile: bad.token'), {}],
    [page('tokenVariable: cAnary'), {}],
    [page('tokenVariable: "cAnary-1"'), {}],
    [page('tokenVariable: TOKEN'), { TOKEN: 'cAnary one' }],
    [page('token: "cAnary'), {}],
  ] as const) {
    t.notMatch(await refusal(t, text, files, environment), /cAnary/, text)
  }
})

t.test('a file that is not there, is none, or is too large', async (t) => {
  const folder = t.testdir({ 'binary.yaml': 'a\0b' })
  writeFileSync(join(folder, 'large.yaml'), `# ${'x'.repeat(2 ** 20)}\n`)
  for (const [file, told] of [
    ['none.yaml', /none.yaml: there is no such file/],
    ['', /is a directory/],
    ['binary.yaml', /is a binary file/],
    ['large.yaml', /larger than 1 MiB/],
  ] as const)
    await t.rejects(readProviderFile(join(folder, file), {}, redactor()), { name: 'UsageError', message: told }, file)
})
