import t from 'tap'
import { certificate } from '../../testbed/certificate.ts'
import { answer, learnOn } from '../../testbed/literal-kubernetes.ts'
import { authorities, fairness } from './facts.ts'

const schemas = 'GET /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'
const marked = answer(200, {}, { 'x-kubernetes-pf-flowschema-uid': 'u' })
const items = [{ metadata: { name: 'b' } }, { metadata: { name: 'a' } }]

t.test('fairness: schemas and the header, each for itself', async (t) => {
  const learn = async (version: typeof marked, listed: typeof marked) =>
    (await learnOn(fairness, { 'GET /version': version, [schemas]: listed })).learned
  t.same(await learn(marked, { items }), { flowSchemas: ['a', 'b'], atWork: true })
  t.same(await learn({}, 404), { flowSchemas: null, atWork: false })
  t.same(await learn(marked, 403), { flowSchemas: null, atWork: true })
  t.match(await learn({}, 403), { kind: 'forbidden' }, 'not allowed to look is not nothing there')
  t.match(await learn(503, { items }), { kind: 'unreachable' })
})

t.test('authorities: each certificate of the bundle', async (t) => {
  const path = 'GET /api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt'
  const learn = async (reply: typeof marked) => (await learnOn(authorities, { [path]: reply })).learned
  const { cert } = certificate('DNS:a')
  const one = { subject: 'CN=test', notAfter: /^20\d\d-.*Z$/ }
  t.match(await learn({ data: { 'ca.crt': `${cert}\n${cert}` } }), [one, one])
  t.match(await learn({ data: {} }), { kind: 'malformed', message: /no certificate/ })
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
  t.match(await learn({ data: { 'ca.crt': broken } }), { kind: 'malformed', message: /no certificate/ })
  t.match(await learn(403), { kind: 'forbidden' })
})
