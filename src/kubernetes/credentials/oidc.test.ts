import t, { type Test } from 'tap'
import { apiServer, failure, kubeconfigOf, type Answerer } from '../../../testbed/api-server.ts'
import { openFrom } from '../../../testbed/open-cluster.ts'

const call = { path: '/x' }

/** An id token that says when it expires; nobody here looks at its signature. */
const idToken = (name: string, secondsLeft: number) =>
  ['{"alg":"none"}', JSON.stringify({ sub: name, exp: Math.round(Date.now() / 1000) + secondsLeft }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

/** A cluster that accepts the tokens named, and an identity provider that gives the tokens in turn. */
async function oidc(t: Test, accepted: readonly string[], config: object, give: Answerer) {
  const provider = await apiServer(t, (received, response) => {
    if (received.path !== '/.well-known/openid-configuration') return give(received, response)
    return [200, { token_endpoint: `${provider.url}/token` }]
  })
  const server = await apiServer(t, ({ headers }) =>
    accepted.includes(String(headers.authorization).replace('Bearer ', '')) ? [200, {}] : failure(401, 'Unauthorized'),
  )
  const user = {
    'auth-provider': {
      name: 'oidc',
      config: {
        'idp-issuer-url': provider.url,
        'client-id': 'kube',
        'idp-certificate-authority-data': Buffer.from(provider.ca).toString('base64'),
        ...config,
      },
    },
  }
  return { ...(await openFrom(t, kubeconfigOf(server, user))), provider }
}

t.test('a good id token is used as it is', async (t) => {
  const good = idToken('good', 600)
  const { kubernetes, provider } = await oidc(t, [good], { 'id-token': good, 'refresh-token': 'r-1' }, () =>
    failure(500, 'x'),
  )
  t.match(await kubernetes.send(call), { status: 200 })
  t.equal(provider.received.length, 0)
})

t.test('an expired one is renewed, and so is a refused one, with the newest refresh token', async (t) => {
  const [second, third] = [idToken('second', 600), idToken('third', 600)]
  const answers = [second, third]
  const accepted = [second]
  const config = { 'id-token': idToken('first', -5), 'refresh-token': 'cAnary-r1', 'client-secret': 'cAnary s' }
  const { kubernetes, provider, redactor } = await oidc(t, accepted, config, ({ path }) =>
    path === '/token' ? [200, { id_token: answers.shift(), refresh_token: 'cAnary-r2' }] : failure(404, 'x'),
  )
  await kubernetes.send(call)
  accepted.splice(0, 1, third)
  await kubernetes.send(call)
  const asked = provider.received.filter(({ method }) => method === 'POST')
  t.match(asked, [
    {
      body: 'grant_type=refresh_token&refresh_token=cAnary-r1',
      headers: { authorization: `Basic ${Buffer.from('kube:cAnary+s').toString('base64')}` },
    },
    { body: 'grant_type=refresh_token&refresh_token=cAnary-r2' },
  ])
  t.notMatch(redactor.redact(`cAnary-r1 cAnary-r2 cAnary s ${second}`), /cAnary|signature|eyJ/)
})

t.test('a provider that does not renew is told, without what was sent', async (t) => {
  const config = { 'id-token': idToken('first', -5), 'refresh-token': 'cAnary-r1' }
  const give = (answer: readonly [number, unknown]) => oidc(t, [], config, () => answer)
  for (const [answer, kind, message] of [
    [
      [400, { error: 'invalid_grant', error_description: 'no cAnary-r1 here' }],
      'auth',
      /refuses to renew the id-token with 400 \(no \[redacted\] here\); log in anew/,
    ],
    [[200, { access_token: 'cAnary-a' }], 'auth', /answers the refresh-token without an id_token/],
    [[503, {}], 'unreachable', /503/],
  ] as const) {
    const { kubernetes } = await give(answer)
    const error = await kubernetes.send(call).catch((error: unknown) => error as Error)
    t.match(error, { kind, message })
    t.notMatch(error, { message: /cAnary/ })
  }
  const { kubernetes } = await oidc(t, [], { 'id-token': idToken('first', -5) }, () => failure(500, 'x'))
  await t.rejects(kubernetes.send(call), {
    kind: 'auth',
    message: /has expired or is refused, and there is no refresh-token/,
  })
})
