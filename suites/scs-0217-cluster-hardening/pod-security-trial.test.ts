import t from 'tap'
import type { Call } from '../../src/kubernetes/client.ts'
import { answer, learnOn, type Replies, type Reply } from '../../testbed/literal-kubernetes.ts'
import { podSecurityTrial } from './pod-security-trial.ts'

const space = (suffix: string) => `/api/v1/namespaces/scs-conformance-1f-${suffix}`
const isPrivileged = ({ body }: Call) => JSON.stringify(body).includes('"privileged":true')
const no = (message: string) => answer(403, { message })
const violates = no('pods "x" is forbidden: violates PodSecurity "baseline:latest": privileged')

const learn = (bare: (call: Call) => Reply, more: Replies = {}) =>
  learnOn(podSecurityTrial, {
    'POST /api/v1/namespaces': {},
    [`POST ${space('bare')}/pods`]: bare,
    [`POST ${space('baseline')}/pods`]: violates,
    [`DELETE ${space('bare')}`]: {},
    [`DELETE ${space('baseline')}`]: {},
    ...more,
  })

t.test('three wishes, all of them dry runs; both namespaces are gone afterwards', async (t) => {
  const queries: unknown[] = []
  const { learned, entries } = await learn((call) => {
    queries.push(call.query)
    return isPrivileged(call) ? answer(201, {}, { warning: '299 - "would violate PodSecurity"' }) : answer(201, {})
  })
  t.match(learned, {
    enforced: { outcome: 'PodSecurity', said: /privileged/ },
    privileged: { outcome: 'accepted', said: /would violate/ },
    harmless: { outcome: 'accepted', said: '' },
    leftovers: [],
  })
  t.same(queries, [{ dryRun: 'All' }, { dryRun: 'All' }])
  t.equal(entries.filter(({ event }) => event === 'gone').length, 2)
})

t.test('a refusal by another policy is one; by rights, quota or a webhook without dry runs it is not', async (t) => {
  t.match((await learn(() => no('admission webhook "k" denied the request: privileged'))).learned, {
    privileged: { outcome: 'other' },
  })
  t.match((await learn(() => no('User "x" cannot create resource "pods"'))).learned, { kind: 'forbidden' })
  t.match((await learn(() => no('exceeded quota: q'))).learned, { kind: 'quota' })
  const { learned, calls } = await learn(() =>
    answer(400, { message: 'admission webhook "k" does not support dry run' }),
  )
  t.match(learned, { kind: 'malformed', message: /dry run/ })
  t.ok(calls.includes(`DELETE ${space('bare')}`))
})

t.test('no namespace, no trial', async (t) => {
  t.match((await learn(() => answer(201, {}), { 'POST /api/v1/namespaces': 403 })).learned, { kind: 'forbidden' })
})
