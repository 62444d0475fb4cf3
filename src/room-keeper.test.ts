import fc from 'fast-check'
import t from 'tap'
import { roomKeeper, type RoomKeeper, type Ticket } from './room-keeper.ts'
import { shortages, sumOf, type Quota, type Room } from './room.ts'

const never = new AbortController().signal
const three: readonly Quota[] = [{ kind: 'volumes', limit: 4, used: 1 }]

/** Enters, and tells when it is in. */
function entering(ticket: Ticket, room: Room, quotas = three, signal = never) {
  const state = { isIn: false, error: undefined as unknown }
  void ticket.enter(room, quotas, signal).then(
    () => (state.isIn = true),
    (error: unknown) => (state.error = error),
  )
  return state
}

/** Lets everything happen that can. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

function queue(keeper: RoomKeeper, least: Room = {}): Ticket {
  return keeper.queue('it', least)
}

t.test('side by side as long as there is room, then one waits until another has left', async (t) => {
  const waits: string[] = []
  const keeper = roomKeeper((who) => waits.push(who))
  const [a, b] = [keeper.queue('a', {}), keeper.queue('b', {})]
  const first = entering(a, { volumes: 1 })
  const second = entering(b, { volumes: 2 })
  await settled()
  t.ok(first.isIn && second.isIn)
  const c = keeper.queue('c', {})
  const third = entering(c, { volumes: 1 })
  await settled()
  t.notOk(third.isIn)
  t.same(waits, ['c'])
  a.leave()
  a.leave() // also twice
  await settled()
  t.ok(third.isIn)
})

t.test('what fits never is told at once, and nobody waits for it', async (t) => {
  const keeper = roomKeeper()
  const [a, b] = [queue(keeper, { volumes: 9 }), queue(keeper)]
  const big = entering(a, { volumes: 4 })
  await settled()
  t.match(big.error, {
    kind: 'quota',
    message:
      "the project's quota has no room for 4 volumes (1 of 4 in use); delete what is not needed, or have it raised: volumes to 5",
  })
  a.leave()
  const small = entering(b, { volumes: 3 })
  await settled()
  t.ok(small.isIn)
})

t.test('the order is that of the places: nobody later takes what an earlier one waits for', async (t) => {
  const keeper = roomKeeper()
  const [a, b, c, d] = [queue(keeper), queue(keeper), queue(keeper), queue(keeper)]
  entering(a, { volumes: 1 })
  const second = entering(b, { volumes: 3 })
  const third = entering(c, { volumes: 1 })
  const other = entering(d, { secrets: 1 })
  await settled()
  t.notOk(second.isIn)
  t.notOk(third.isIn, 'there would be room, but then the second waits longer')
  t.ok(other.isIn, 'what takes nothing of it goes ahead')
  a.leave()
  await settled()
  t.ok(second.isIn)
  t.notOk(third.isIn)
  b.leave()
  await settled()
  t.ok(third.isIn)
})

t.test('an earlier one that does not know yet keeps its least; when it gives up, others go on', async (t) => {
  const keeper = roomKeeper()
  const [a, b, c] = [queue(keeper, { volumes: 2 }), queue(keeper), queue(keeper)]
  const small = entering(b, { volumes: 1 })
  const big = entering(c, { volumes: 2 })
  await settled()
  t.ok(small.isIn)
  t.notOk(big.isIn)
  a.leave() // its needs could not be learned
  await settled()
  t.ok(big.isIn)
})

t.test('the end of the run ends the waiting', async (t) => {
  const keeper = roomKeeper()
  const [a, b] = [queue(keeper), queue(keeper)]
  entering(a, { volumes: 3 })
  const ended = new AbortController()
  const waiting = entering(b, { volumes: 3 }, three, ended.signal)
  await settled()
  ended.abort(new Error('over'))
  await settled()
  t.match(waiting.error, { message: 'over' })
  b.leave()
  const late = queue(keeper)
  t.rejects(late.enter({ volumes: 1 }, three, ended.signal), { message: 'over' })
})

t.test('for any wishes in any order: never more than there is, and everybody gets in who fits at all', async () => {
  const kinds = ['volumes', 'ports', 'secrets'] as const
  const room = fc.record(Object.fromEntries(kinds.map((kind) => [kind, fc.nat(4)])), { requiredKeys: [] })
  const limits = fc.tuple(
    ...kinds.map((kind) =>
      fc.record({ kind: fc.constant(kind), limit: fc.integer({ min: -1, max: 6 }), used: fc.nat(2) }),
    ),
  )
  const wish = fc.record({ room, least: room, order: fc.nat() })
  await fc.assert(
    fc.asyncProperty(limits, fc.array(wish, { maxLength: 8 }), async (quotas, wishes) => {
      const keeper = roomKeeper()
      const all = wishes.map((one) => ({
        ...one,
        ticket: queue(keeper, one.least),
        state: { isIn: false, error: undefined as unknown },
        left: false,
      }))
      for (const one of all.toSorted((a, b) => a.order - b.order)) one.state = entering(one.ticket, one.room, quotas)
      for (let round = 0; round <= all.length; round++) {
        await settled()
        const inside = all.filter(({ state, left }) => state.isIn && !left)
        if (shortages([sumOf(inside.map((one) => one.room))], quotas).length > 0) return false
        for (const one of all.filter(({ state }) => state.error)) one.ticket.leave()
        const [first] = inside
        if (first) Object.assign(first, { left: true }).ticket.leave()
      }
      await settled()
      return all.every(({ room, state }) => state.isIn === (shortages([room], quotas).length === 0))
    }),
  )
})
