import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { ProbeError } from '../../src/fact.ts'
import { s3Answer } from './facts.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An object store that gives this one answer. */
async function learn(answer: { status: number; text: string } | ProbeError, types = ['object-store']) {
  const sent: Sent[] = []
  const cloud: Pick<OpenStack, 'catalog' | 'endpoint' | 'sendRaw'> = {
    catalog: types.map((type) => ({ type, name: type, endpoints: [] })),
    endpoint: () => 'https://swift.example.org:8080/swift/v1/AUTH_1?x',
    sendRaw: async (request) => {
      sent.push(request)
      if (answer instanceof ProbeError) throw answer
      return { headers: {}, ...answer }
    },
  }
  const store = factStore({
    given: new Map([[openstack, cloud]]),
    signal: new AbortController().signal,
    timeoutMs: 9_000,
    concurrency: 2,
  })
  return { learned: await store.learn(s3Answer).catch((error: unknown) => error), sent }
}

const refusal =
  "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>InvalidAccessKeyId</Code><Message>who &amp; what</Message></Error>"

t.test('signed as S3 wants it, without a token, at the root of the host', async (t) => {
  const { learned, sent } = await learn({ status: 403, text: refusal })
  t.match(sent, [{ url: 'https://swift.example.org:8080/', method: 'GET' }])
  const { authorization = '', ...headers } = sent[0]?.headers ?? {}
  t.match(
    authorization,
    /^AWS4-HMAC-SHA256 Credential=doesnotexist\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
  )
  t.match(headers, { 'x-amz-date': /^\d{8}T\d{6}Z$/, 'x-amz-content-sha256': /^e3b0c442/ })
  t.same(learned, {
    objectStore: true,
    url: 'https://swift.example.org:8080/',
    status: 403,
    error: { code: 'InvalidAccessKeyId', message: 'who & what' },
  })
})

t.test('what is no S3 error', async (t) => {
  const pages = [
    '',
    'Forbidden',
    '<html><body><p>login</body></html>',
    '<html><h1>Not Found</h1></html>',
    '{"Code": "InvalidAccessKeyId"}',
    '<Error><Code>Inv',
  ]
  for (const text of [...pages, '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>'])
    t.match((await learn({ status: 200, text })).learned, { status: 200, error: null }, text)
})

t.test('odd S3 errors', async (t) => {
  for (const text of ['<Error/>', '<Error><Code><x/></Code></Error>', '<Error><Code>1</Code><Code>2</Code></Error>'])
    t.match((await learn({ status: 400, text })).learned, { error: { code: '', message: '' } }, text)
  const nested = '<ErrorResponse xmlns="x"><Error><Code>NoSuchKey</Code></Error></ErrorResponse>'
  t.match((await learn({ status: 404, text: nested })).learned, { error: { code: 'NoSuchKey' } })
  t.match((await learn({ status: 400, text: '<Error><Code>404</Code></Error>' })).learned, { error: { code: '404' } })
})

t.test('S3 was not observed: too busy, too many calls, broken', async (t) => {
  for (const [status, kind] of [
    [408, 'unreachable'],
    [429, 'quota'],
    [500, 'unreachable'],
    [501, 'unreachable'],
    [503, 'unreachable'],
  ] as const) {
    t.match((await learn({ status, text: refusal })).learned, {
      probe: { kind, message: new RegExp(`^GET https://swift.example.org:8080/ was answered with ${status}; `) },
    })
  }
  for (const status of [301, 400, 401, 404, 405, 409]) t.match((await learn({ status, text: '' })).learned, { status })
})

t.test('no object store: nothing is sent; no answer: not learned', async (t) => {
  t.same(await learn({ status: 403, text: refusal }, ['object-store-s3']), {
    learned: { objectStore: false },
    sent: [],
  })
  t.match((await learn(new ProbeError('unreachable', 'refused'))).learned, { probe: { kind: 'unreachable' } })
})
