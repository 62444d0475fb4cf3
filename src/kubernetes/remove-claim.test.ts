import t from 'tap'
import { answer, literalKubernetes, type Replies } from '../../testbed/literal-kubernetes.ts'
import { ProbeError } from '../fact.ts'
import { removeClaim, withLeftover } from './remove-claim.ts'

const paths = { pod: '/pods/p', claim: '/claims/c' }
const volume = '/api/v1/persistentvolumes/v'
const pace = { pauseMs: 1, patienceMs: 20_000 }

/** A claim with a volume that is gone after it was looked for this often. */
function cluster(looks: number, reclaim: string, more: Replies = {}) {
  let left = looks + 1 // the first look is at its policy
  return literalKubernetes({
    'GET /claims/c': { spec: { volumeName: 'v' } },
    [`GET ${volume}`]: () => (left-- > 0 ? { spec: { persistentVolumeReclaimPolicy: reclaim } } : 404),
    [`PATCH ${volume}`]: {},
    'DELETE /pods/p': {},
    'DELETE /claims/c': {},
    ...more,
  })
}

t.test('pod and claim are deleted, and the volume is waited for', async (t) => {
  const kubernetes = cluster(2, 'Delete')
  t.equal(await removeClaim(kubernetes, paths, pace), null)
  t.same(kubernetes.calls.slice(2, 4), ['DELETE /pods/p', 'DELETE /claims/c'])
  t.same(kubernetes.calls.slice(4), Array(3).fill(`GET ${volume}`))
})

t.test('a volume that would be kept is let go', async (t) => {
  const kubernetes = cluster(0, 'Retain')
  t.equal(await removeClaim(kubernetes, paths, pace), null)
  t.equal(kubernetes.calls[2], `PATCH ${volume}`)
})

t.test('a claim that never got a volume', async (t) => {
  let looks = 0
  const kubernetes = literalKubernetes({
    'GET /claims/c': () => (looks++ < 2 ? { spec: {} } : 404),
    'DELETE /claims/c': {},
  })
  t.equal(await removeClaim(kubernetes, paths, pace), null)
})

t.test('what stays is told, and an error keeps its kind', async (t) => {
  const stays = await removeClaim(cluster(1_000_000, 'Delete'), paths, { ...pace, patienceMs: 60 })
  t.match(stays, /persistentvolumes\/v may be left behind: it was still there after 0.06 s; delete it by hand/)
  const no = answer(403, { message: 'no' })
  t.match(await removeClaim(cluster(0, 'Delete', { 'DELETE /pods/p': no }), paths, pace), /left behind: .*403: no/)
  const error = new ProbeError('timeout', 'late')
  t.equal(withLeftover(error, null), error)
  t.match(withLeftover(error, 'x stays'), { kind: 'timeout', message: 'late; x stays' })
})
