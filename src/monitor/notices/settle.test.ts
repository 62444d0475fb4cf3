import fc from 'fast-check'
import t from 'tap'
import { settle, type Look, type Patience, type State } from './settle.ts'

const hour = 3600_000
const day = 24 * hour
const patience: Patience = { confirmations: 2, lastingMs: 36 * hour, changes: 4, withinMs: 7 * day }

/** `PPF`: a look a night, the last one an hour ago. */
function nights(text: string, nowMs = 100 * day): readonly Look[] {
  return text.split('').map((one, index) => ({
    atMs: nowMs - hour - (text.length - 1 - index) * day,
    isGood: one === 'P',
  }))
}

const stateOf = (text: string, told?: State) => settle(nights(text), told, patience, 100 * day)?.state

t.test('a change counts when it is confirmed, or when nothing has contradicted it for long', async (t) => {
  t.equal(stateOf('PPF', 'good'), undefined, 'one night is no news')
  t.equal(stateOf('PPFF', 'good'), 'bad')
  t.equal(stateOf('FFP', 'bad'), undefined)
  t.equal(stateOf('FFPP', 'bad'), 'good')
  t.equal(stateOf('P'), 'good', 'what is well from the start is told to nobody')
  t.equal(stateOf('F'), undefined)
  t.equal(stateOf('', 'good'), undefined)
  const [one] = nights('F')
  const lasting = (ms: number) => settle(one ? [one] : [], 'good', patience, (one?.atMs ?? 0) + ms)?.state
  t.same([lasting(36 * hour - 1), lasting(36 * hour)], [undefined, 'bad'])
  t.equal(settle(nights('PF'), 'good', { ...patience, confirmations: 1 }, 100 * day)?.state, 'bad')
})

t.test('it began with the first look that agrees', async (t) => {
  const looks = nights('PPFF')
  t.match(settle(looks, 'good', patience, 100 * day), { state: 'bad', sinceMs: looks[2]?.atMs })
})

t.test('what goes back and forth is told once, and then what has become of it', async (t) => {
  t.equal(stateOf('PFPF', 'good'), undefined, 'three changes are not four')
  t.equal(stateOf('PFPFP', 'good'), 'flapping')
  t.equal(stateOf('PFPFPFPFPF', 'flapping'), undefined, 'told already')
  t.equal(stateOf('PFPFFFFFF', 'flapping'), undefined, 'a change is not a week old')
  t.equal(stateOf('PFPFFFFFFFF', 'flapping'), 'bad')
  t.equal(stateOf('PFPFPPPPPPPP', 'flapping'), 'good')
})

t.test('of two looks of one moment the worse one counts', async (t) => {
  const [one, two] = nights('FF')
  const twice = [one, two].flatMap((look) => (look ? [{ ...look, isGood: true }, look, { ...look, isGood: true }] : []))
  t.equal(settle(twice, 'good', patience, 100 * day)?.state, 'bad')
})

const someLooks = fc.array(fc.record({ atMs: fc.integer({ min: 80 * day, max: 100 * day }), isGood: fc.boolean() }), {
  maxLength: 30,
})
const someState = fc.constantFrom(undefined, 'good' as const, 'bad' as const, 'flapping' as const)

t.test('whatever order looks come in, and however often, they say the same', async (t) => {
  fc.assert(
    fc.property(
      someLooks.chain((looks) =>
        fc.tuple(fc.constant(looks), fc.shuffledSubarray([...looks, ...looks], { minLength: 2 * looks.length })),
      ),
      someState,
      ([looks, shuffled], told) => {
        t.strictSame(settle(shuffled, told, patience, 100 * day), settle(looks, told, patience, 100 * day))
      },
    ),
    { numRuns: 200 },
  )
})

t.test('told step by step, nothing is told twice in a row, and in the end what is told is what is so', async (t) => {
  fc.assert(
    fc.property(
      someLooks.filter((looks) => looks.length > 0),
      (looks) => {
        const said: State[] = []
        let told: State | undefined
        const step = (known: readonly Look[], nowMs: number) => {
          const settled = settle(known, told, patience, nowMs)
          if (!settled || settled.state === told) return
          told = settled.state
          said.push(told)
        }
        for (let count = 1; count <= looks.length; count++) step(looks.slice(0, count), 100 * day) // as they come in
        step(looks, 100 * day + patience.withinMs + patience.lastingMs)
        const newestMs = Math.max(...looks.map((look) => look.atMs))
        const isGood = looks.filter((look) => look.atMs === newestMs).every((look) => look.isGood)
        t.equal(told, isGood ? 'good' : 'bad')
        t.notOk(said.some((state, index) => state === said[index + 1]))
      },
    ),
    { numRuns: 200 },
  )
})
