import t from 'tap'
import { learnOn, type Reply } from '../../testbed/literal-kubernetes.ts'
import { authentication } from './authentication.ts'

async function learn(username: string, keys: Reply, published: Reply) {
  const { learned } = await learnOn(authentication, {
    'POST /apis/authentication.k8s.io/v1/selfsubjectreviews': { status: { userInfo: { username } } },
    'GET /.well-known/openid-configuration': keys,
    'GET /api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication': published,
  })
  return learned
}

t.test('who we are, and what is published', async (t) => {
  t.same(await learn('jane', { issuer: 'https://k' }, { data: { 'client-ca-file': 'PEM' } }), {
    user: 'other',
    tokenKeys: true,
    clientCertificates: true,
    forbidden: [],
  })
  t.match(await learn('system:serviceaccount:a:b', 404, { data: {} }), {
    user: 'service account',
    tokenKeys: false,
    clientCertificates: false,
  })
  t.match(await learn('system:anonymous', 404, 404), { user: 'anonymous', forbidden: [] })
})

t.test('not allowed, not answering', async (t) => {
  t.match(await learn('jane', 403, 403), {
    tokenKeys: false,
    clientCertificates: false,
    forbidden: [/openid/, /configmaps/],
  })
  t.match(await learn('jane', 503, 404), { kind: 'unreachable' })
})
