import t from 'tap'
import { ProbeError } from './fact.ts'
import { sweep, type Remnant } from './sweep.ts'

const never = new AbortController().signal

/** Things that can only go in this order: each is in use by the next one. */
function chain(...names: readonly string[]) {
  const there = [...names]
  const asked: string[] = []
  const remnants = names.map((name): Remnant => ({
    runId: '1f2e3d4c',
    kind: 'thing',
    name,
    id: name,
    where: 'cloud x',
    among: 'things',
    foundBy: 'ledger',
    rank: 0,
    remove() {
      asked.push(name)
      if (there.indexOf(name) < there.length - 1) return Promise.reject(new ProbeError('dependency', 'in use'))
      there.pop()
      return Promise.resolve()
    },
    isGone: () => Promise.resolve(!there.includes(name)),
  }))
  return { remnants, there, asked }
}

t.test('users before what they use; who is refused has another turn after the others', async (t) => {
  const { remnants, there, asked } = chain('network', 'port', 'server')
  const ranked = remnants.map((remnant, index) => ({ ...remnant, rank: [2, 1, 1][index] ?? 0 }))
  const swept = await sweep(ranked, { signal: never, pauseMs: 1 })
  t.same(asked, ['port', 'server', 'network', 'port', 'network'])
  t.ok(swept.every(({ outcome }) => outcome === 'gone'))
  t.same(there, [])
})

t.test('what stays refused is told, the others go all the same', async (t) => {
  const { remnants } = chain('volume')
  const stuck = remnants.map((remnant) => ({
    ...remnant,
    name: 'stuck',
    remove: () => Promise.reject(new ProbeError('forbidden', 'not allowed')),
  }))
  const swept = await sweep([...stuck, ...remnants], { signal: never, pauseMs: 1 })
  t.match(swept, [
    { remnant: { name: 'volume' }, outcome: 'gone' },
    { remnant: { name: 'stuck' }, outcome: 'left', message: 'not allowed' },
  ])
})

t.test('what is deleted but does not go', async (t) => {
  const [remnant] = chain('x').remnants
  if (!remnant) return
  const stays = { ...remnant, timeoutMs: 30, isGone: () => Promise.resolve(false) }
  const swept = await sweep([stays], { signal: never, pauseMs: 1 })
  t.match(swept, [{ outcome: 'left', message: 'its deletion was asked for, but it was still there after 0.03 s' }])
})

t.test('a cluster that stays guards what its own run has made besides', async (t) => {
  const [cluster, secret, other] = chain('cluster', 'secret', 'other').remnants
  if (!cluster || !secret || !other) return
  const away = { remove: () => Promise.resolve(), isGone: () => Promise.resolve(true) }
  const swept = await sweep(
    [
      { ...cluster, rank: -1, guards: true, remove: () => Promise.reject(new ProbeError('timeout', 'slow')) },
      { ...secret, ...away },
      { ...other, ...away, runId: 'aaaaaaaa' },
    ],
    { signal: never, pauseMs: 1 },
  )
  t.match(swept, [
    { remnant: { name: 'other' }, outcome: 'gone' },
    { remnant: { name: 'cluster' }, outcome: 'left', message: 'slow' },
    { remnant: { name: 'secret' }, outcome: 'left', message: 'is kept as long as the thing cluster is there' },
  ])
})

t.test('after an interruption no further deletion is begun', async (t) => {
  const { remnants, asked } = chain('b', 'a')
  const interrupted = new AbortController()
  const swept = await sweep(remnants.toReversed(), {
    signal: interrupted.signal,
    onSwept: () => interrupted.abort(),
  })
  t.same(asked, ['a'])
  t.match(swept, [
    { remnant: { name: 'a' }, outcome: 'gone' },
    { remnant: { name: 'b' }, outcome: 'not reached' },
  ])
})
