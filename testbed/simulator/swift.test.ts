import { t } from 'tap'
import { startSimulator } from './index.ts'
import { login, send } from './test-client.ts'

const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
const signed = (date = now): Record<string, string> => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=bogus/${date.slice(0, 8)}/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00`,
  'X-Amz-Date': date,
})

t.test('an unknown S3 key is refused as the description says', async (t) => {
  for (const [unknownKey, status] of [
    ['InvalidAccessKeyId', 403],
    ['NoSuchKey', 404],
    ['SignatureDoesNotMatch', 403],
  ] as const) {
    await using simulator = await startSimulator({ description: { objectStore: { unknownKey } } })
    const answer = await send(simulator, 'GET', '/', undefined, signed())
    t.match(answer, { status, text: `<Code>${unknownKey}</Code>` })
    t.equal(answer.headers.get('content-type'), 'application/xml')
  }
  await using absent = await startSimulator({ description: { objectStore: { unknownKey: 'absent' } } })
  t.equal((await send(absent, 'GET', '/', undefined, signed())).status, 404)
})

t.test('a clock that is wrong is told first', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  t.match((await send(simulator, 'GET', '/', undefined, signed('20200101T000000Z'))).text, /RequestTimeTooSkewed/)
  t.equal((await send(simulator, 'HEAD', '/', undefined, signed())).status, 403)
})

t.test('Swift has an empty account for members', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  const { status, body, headers } = await client.get(`/object-store/v1/AUTH_${client.project}`)
  t.match({ status, body }, { status: 200, body: [] })
  t.match(headers.get('x-trans-id'), /^tx[0-9a-f]{21}-/)
  t.equal((await (await login(simulator, 'scs-reader')).get(`/object-store/v1/AUTH_${client.project}`)).status, 403)
  t.match(await send(simulator, 'GET', `/object-store/v1/AUTH_${client.project}`), {
    status: 401,
    text: /Unauthorized/,
  })
  t.equal((await send(simulator, 'GET', '/object-store/info')).status, 200)
  t.equal((await send(simulator, 'GET', '/')).status, 404)
})

t.test('without an object store nothing speaks S3', async (t) => {
  await using simulator = await startSimulator({ description: { catalog: ['identity', 'compute'] } })
  const answer = await send(simulator, 'GET', '/', undefined, signed())
  t.match(answer, { status: 404, text: /Not Found/ })
})

t.test('load balancers and placement', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  t.same((await client.get('/load-balancer/v2/lbaas/loadbalancers')).body.loadbalancers, [])
  t.same((await client.get('/load-balancer/v2.0/lbaas/loadbalancers')).body.loadbalancers, [])
  t.match(await client.get('/load-balancer/v2/lbaas/loadbalancers/x'), { status: 404, body: { faultcode: 'Client' } })
  t.equal((await client.get('/load-balancer/v2/lbaas/providers')).body.providers.length, 1)
  t.equal((await send(simulator, 'GET', '/load-balancer')).body.versions.length, 27)
  t.match((await send(simulator, 'GET', '/placement/')).body, { versions: [{ max_version: '1.39' }] })
  t.match(await client.get('/placement/resource_providers'), { status: 403, body: { errors: [{ status: 403 }] } })
  t.equal(
    (
      await (
        await login(simulator, 'admin')
      ).get('/placement/resource_providers', { 'OpenStack-API-Version': 'placement latest' })
    ).status,
    200,
  )
  t.equal((await client.get('/placement/', { 'OpenStack-API-Version': 'placement 1.99' })).status, 406)
})
