import t, { type Test } from 'tap'
import { apiServer, failure, kubeconfigOf, type Answerer, type Received } from '../../testbed/api-server.ts'
import { certificate } from '../../testbed/certificate.ts'
import { openFrom } from '../../testbed/open-cluster.ts'
import { preflight } from './preflight.ts'

const jane = { status: { userInfo: { username: 'jane', groups: ['devs'] } } }
const who = ({ path }: Received) => path.endsWith('/selfsubjectreviews')
const may = ({ path }: Received) => path.endsWith('/selfsubjectaccessreviews')

async function look(t: Test, answer: Answerer) {
  const server = await apiServer(t, (received, response) => {
    const said = answer(received, response)
    if (said) return said
    if (received.path === '/version') return [200, { gitVersion: 'v1.36.1' }]
    if (who(received)) return [201, jane]
    return [201, { status: { allowed: !received.body.includes('"*"') } }]
  })
  const { kubernetes } = await openFrom(t, kubeconfigOf(server, { token: 'x-token' }), { attempts: 1 })
  const { items, failure } = await preflight(kubernetes)
  return { failure, received: server.received, ...Object.fromEntries(items.map((item) => [item.id, item])) }
}

t.test('all is well', async (t) => {
  t.match(await look(t, () => {}), {
    failure: undefined,
    reachability: { outcome: 'ok', message: /^127\.0\.0\.1:\d+ answers$/ },
    authentication: { outcome: 'ok', message: 'jane, of devs' },
    version: { outcome: 'ok', message: 'Kubernetes v1.36.1' },
    permissions: { outcome: 'ok', message: 'this user may do what the testcases do' },
    'clock-skew': { outcome: 'ok' },
  })
})

t.test('an admin of the cluster is welcome; rights that are missing are named and no obstacle', async (t) => {
  t.match(await look(t, (one) => (may(one) ? [201, { status: { allowed: true } }] : undefined)), {
    permissions: { outcome: 'ok', message: /cluster-admin/ },
  })
  const few = await look(t, (one) =>
    may(one) ? [201, { status: { allowed: one.body.includes('"list"') } }] : undefined,
  )
  t.match(few, {
    failure: undefined,
    permissions: {
      outcome: 'warning',
      message: /^this user may not create namespaces, create pods, create persist.*DNF/,
    },
  })
  t.match(await look(t, (one) => (may(one) ? failure(403, 'Forbidden') : undefined)), {
    failure: undefined,
    permissions: { outcome: 'unknown' },
  })
})

t.test('clusters that do not say who we are, or only in beta', async (t) => {
  const beta = await look(t, (one) =>
    one.path.includes('k8s.io/v1/selfsubjectreviews') ? failure(404, 'x') : undefined,
  )
  t.match(beta, { authentication: { outcome: 'ok', message: 'jane, of devs' } })
  t.match(await look(t, (one) => (who(one) ? failure(404, 'NotFound') : undefined)), {
    failure: undefined,
    authentication: { outcome: 'ok', message: /does not say as whom/ },
  })
  const anonymous = 'x is forbidden: User "system:anonymous" cannot create resource "selfsubjectreviews"'
  t.match(await look(t, (one) => (who(one) ? failure(403, 'Forbidden', anonymous) : undefined)), {
    failure: { kind: 'auth', message: /takes us for system:anonymous/ },
    reachability: { outcome: 'ok' },
    authentication: { outcome: 'failed' },
    permissions: { outcome: 'unknown' },
  })
})

t.test('refused, not reached, no API server, wrong clock', async (t) => {
  t.match(await look(t, () => failure(401, 'Unauthorized')), {
    failure: { kind: 'auth' },
    reachability: { outcome: 'ok' },
    authentication: { outcome: 'failed', message: /does not accept the token/ },
    version: { outcome: 'unknown' },
  })
  t.match(await look(t, () => [200, { hello: 'there' }]), {
    failure: { kind: 'malformed', message: /without gitVersion; is https:\/\/127\.0\.0\.1:\d+ an API server\?/ },
    reachability: { outcome: 'failed' },
  })
  const late = await look(t, (_, response) => void response.setHeader('date', 'Thu, 01 Jan 2026 00:00:00 GMT'))
  t.match(late, {
    failure: undefined,
    'clock-skew': { outcome: 'warning', message: /ahead of the cluster's; set it right/ },
  })

  const nobody = { url: 'https://127.0.0.1:9', ca: certificate('IP:127.0.0.1').cert }
  const { kubernetes } = await openFrom(t, kubeconfigOf(nobody, {}), { attempts: 1 })
  t.match(await preflight(kubernetes), {
    failure: { kind: 'unreachable' },
    items: [{ id: 'reachability', outcome: 'failed' }, { outcome: 'unknown' }],
  })
})
