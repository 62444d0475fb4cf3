import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { hidden, notAllSeen, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import type { Authentication } from './authentication.ts'
import { authenticationMethods } from './authentication-methods.ts'

function judge(changes: Partial<Authentication>, controlPlane: object = hidden) {
  const nothing: Authentication = { user: 'anonymous', tokenKeys: false, clientCertificates: false, forbidden: [] }
  return verdictOf(authenticationMethods, { authentication: { ...nothing, ...changes }, controlPlane })
}
const server = (...flags: readonly string[]) =>
  started(['kube-apiserver', Object.fromEntries(flags.map((flag) => [flag, 'x']))])

t.test('tokens and another way, seen in this way or that', async (t) => {
  t.match(judge({ user: 'other', tokenKeys: true }), {
    verdict: 'PASS',
    finding: { examined: ['service account tokens', 'the user of this run'] },
  })
  t.equal(judge({ user: 'service account', clientCertificates: true }).verdict, 'PASS')
  t.equal(judge({}, server('service-account-issuer', 'oidc-issuer-url')).verdict, 'PASS')
})

t.test('an API server without a second way', async (t) => {
  t.match(judge({ user: 'service account' }, server('service-account-issuer')), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'kube-apiserver (pod kube-apiserver-0)' }] },
  })
  t.equal(judge({ user: 'service account' }, server('authentication-config')).verdict, 'MISS', 'it may be in the file')
  t.equal(judge({ user: 'service account' }, started(['kube-apiserver', null])).verdict, 'MISS', 'no flag is seen')
  const open = notAllSeen(server('service-account-issuer'))
  t.equal(judge({ user: 'service account' }, open).verdict, 'MISS', 'it may be elsewhere')
})

t.test('one of the two not seen', async (t) => {
  t.match(judge({ user: 'service account' }), { verdict: 'MISS', cause: { kind: 'manual', message: /second way/ } })
  t.match(judge({ user: 'other' }), { verdict: 'MISS', cause: { message: /service account tokens/ } })
  t.match(judge({ user: 'other', forbidden: ['GET x: 403'] }), {
    verdict: 'DNF',
    cause: { kind: 'forbidden', message: /GET x: 403/ },
  })
  t.equal(judge({ tokenKeys: true }, refused).verdict, 'DNF')
})
