import t from 'tap'
import { answer, literalKubernetes } from '../../testbed/literal-kubernetes.ts'
import { sendWhenReady } from './send-when-ready.ts'

const early = answer(403, {
  message: 'pods "x" is forbidden: error looking up service account ns/default: serviceaccount "default" not found',
})
const denied = answer(403, { message: 'pods "x" is forbidden: violates PodSecurity' })
const pace = { pauseMs: 1, patienceMs: 20_000 }
const call = { method: 'POST', path: '/pods' } as const

/** Answers with these in turn, then with the last one. */
function cluster(...replies: ReturnType<typeof answer>[]) {
  let count = 0
  return literalKubernetes({ 'POST /pods': () => replies[Math.min(count++, replies.length - 1)] ?? 404 })
}

t.test('waits for the service account', async (t) => {
  const kubernetes = cluster(early, early, answer(201, {}))
  t.equal((await sendWhenReady(kubernetes, call, pace)).status, 201)
  t.equal(kubernetes.calls.length, 3)
})

t.test('any other refusal is one, at once', async (t) => {
  await t.rejects(sendWhenReady(cluster(denied), call, pace), { kind: 'forbidden', message: /PodSecurity/ })
  t.equal((await sendWhenReady(cluster(denied), { ...call, accept: [403] }, pace)).status, 403)
  await t.rejects(sendWhenReady(cluster(answer(500, {})), call, pace), { kind: 'unreachable', message: /500/ })
})

t.test('not for ever', async (t) => {
  await t.rejects(sendWhenReady(cluster(early), call, { ...pace, patienceMs: 20 }), {
    kind: 'forbidden',
    message: /service account/,
  })
})
