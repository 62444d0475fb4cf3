import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { Fact } from '../../src/fact.ts'
import { openHttp } from '../../src/http.ts'
import { openRegistry, registry } from '../../src/kubernetes/registry.ts'
import { redactor as newRedactor } from '../../src/redact.ts'
import { learnOn } from '../../testbed/literal-kubernetes.ts'
import { registryFeatures, registryLook } from './facts.ts'

/** A registry over plain HTTP that answers by path: a status, or a body. */
async function learn(t: Test, fact: Fact, answers: Readonly<Record<string, number | string>>, other = 404) {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''] ?? other
    const headers = answer === 401 ? { 'www-authenticate': 'Bearer realm="https://r/token"' } : {}
    response
      .writeHead(typeof answer === 'number' ? answer : 200, headers)
      .end(typeof answer === 'string' ? answer : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const redactor = newRedactor()
  const http = openHttp({ redactor, attempts: 1 })
  t.teardown(() => http.close())
  const { port } = server.address() as AddressInfo
  const open = openRegistry(`http://127.0.0.1:${port}/library`, http, redactor)
  return (await learnOn(fact, {}, [[registry, open]])).learned
}

const harbor = { '/api/v2.0/ping': 'Pong', '/api/v2.0/systeminfo': '{"auth_mode":"oidc_auth"}' }

t.test('look: status and ways to log in', async (t) => {
  t.match(await learn(t, registryLook, { '/v2/': 401 }), {
    url: /^http:\/\/127.0.0.1:\d+$/,
    tls: null,
    status: 401,
    challenges: ['Bearer'],
  })
  t.match(await learn(t, registryLook, { '/v2/': '{}' }), { status: 200, challenges: [] })
})

t.test('features: what Harbor answers 401 is there, what it answers 404 is not', async (t) => {
  const some = { ...harbor, '/api/v2.0/quotas': 401, '/api/v2.0/projects': '[]' }
  t.match(await learn(t, registryFeatures, { ...some, '/api/v2.0/scanners': 500 }), {
    kind: 'Harbor',
    seen: ['authentication of users', 'multi-tenancy', 'quota management'],
  })
})

t.test('features: no Harbor, or something that answers everything alike', async (t) => {
  t.match(await learn(t, registryFeatures, { '/v2/': 401 }), { kind: null, seen: [] })
  t.match(await learn(t, registryFeatures, harbor, 401), { kind: null, seen: [] })
})

t.test('none named', async (t) => {
  for (const fact of [registryLook, registryFeatures] as readonly Fact[]) {
    t.equal((await learnOn(fact, {}, [[registry, null]])).learned, null)
  }
})
