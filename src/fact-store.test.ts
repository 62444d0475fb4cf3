import { getEventListeners } from 'node:events'
import t from 'tap'
import { fact, given, loading, ProbeError, type Fact } from './fact.ts'
import { closure, FactError, factStore, type FactStoreOptions } from './fact-store.ts'

function makeStore(options: Partial<FactStoreOptions> = {}) {
  return factStore({
    given: new Map(),
    signal: new AbortController().signal,
    timeoutMs: 1000,
    concurrency: 4,
    ...options,
  })
}

function failure(learned: Promise<unknown>): Promise<unknown> {
  return learned.then(
    () => t.fail('should have failed'),
    (error: unknown) => error,
  )
}

t.test('a fact is loaded once, however many need it', async (t) => {
  let loads = 0
  const base = fact({ name: 'base', needs: {}, load: () => ++loads })
  const left = fact({ name: 'left', needs: { base }, load: ({ base }) => base + 10 })
  const right = fact({ name: 'right', needs: { base }, load: ({ base }) => base + 20 })

  t.same(await makeStore().learnAll({ left, right, base }), { left: 11, right: 21, base: 1 })
  t.equal(loads, 1)
})

t.test('a fact nobody needs is not loaded', async (t) => {
  let loads = 0
  fact({ name: 'idle', needs: {}, load: () => ++loads })

  await makeStore().learnAll({})
  t.equal(loads, 0)
})

t.test('a failure is remembered and carries the name of the fact where it arose', async (t) => {
  let loads = 0
  const base = fact({
    name: 'base',
    needs: {},
    load: (): number => {
      loads++
      throw new ProbeError('forbidden', 'no')
    },
  })
  const derived = fact({ name: 'derived', needs: { base }, load: ({ base }) => base })
  const store = makeStore()

  for (const one of [base, derived, derived]) {
    t.match(await failure(store.learn(one)), { fact: 'base', probe: { kind: 'forbidden', message: 'no' } })
  }
  t.equal(loads, 1)
})

t.test('an unexpected exception is an internal cause, not a crash', async (t) => {
  const odd = fact({ name: 'odd', needs: {}, load: () => JSON.parse('{') as number })

  t.match(await failure(makeStore().learn(odd)), { probe: { kind: 'internal' } })
})

t.test('facts that need each other are told so, and do not wait for ever', async (t) => {
  const needs: Record<string, Fact> = {}
  const hen = fact({ name: 'hen', needs, load: () => 1 })
  const egg = fact({ name: 'egg', needs: { hen }, load: () => 2 })
  needs['egg'] = egg

  const store = makeStore()
  t.match(await failure(store.learn(hen)), { probe: { message: 'facts need each other: hen → egg → hen' } })
  t.type(await failure(store.learn(egg)), FactError)
  t.equal(closure({ hen }).size, 2)
})

t.test('needs are loaded side by side, but never more than the bound', async (t) => {
  let inFlight = 0
  let most = 0
  const slow = Array.from({ length: 6 }, (_, index) =>
    fact({
      name: `slow ${index}`,
      needs: {},
      load: async () => {
        most = Math.max(most, ++inFlight)
        await new Promise((resolve) => setTimeout(resolve, 10))
        inFlight--
      },
    }),
  )

  await makeStore({ concurrency: 3 }).learnAll(Object.fromEntries(slow.map((one) => [one.name, one])))
  t.equal(most, 3)
})

t.test('a fact that takes too long is a timeout, by its own deadline where it has one', async (t) => {
  const hang = () => new Promise<never>(() => {})
  const patient = fact({ name: 'patient', needs: {}, load: hang })
  const hasty = fact({ name: 'hasty', needs: {}, timeoutMs: 5, load: hang })
  const store = makeStore({ timeoutMs: 20 })

  t.match(await failure(store.learn(hasty)), { probe: { kind: 'timeout', message: 'hasty took longer than 0.005 s' } })
  t.match(await failure(store.learn(patient)), {
    probe: { kind: 'timeout', message: 'patient took longer than 0.02 s' },
  })
})

t.test('the end of the run ends a load, and an acting one is waited for', async (t) => {
  const run = new AbortController()
  let tidied = false
  const acting = fact({
    name: 'acting',
    needs: {},
    cost: { writes: 1 },
    load: async (_, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await new Promise((resolve) => setTimeout(resolve, 20))
      tidied = true
    },
  })
  const store = makeStore({ signal: run.signal })

  const learned = store.learn(acting)
  setTimeout(() => run.abort(new ProbeError('interrupted', 'enough')), 5)
  t.match(await failure(learned), { probe: { kind: 'interrupted' } })
  t.equal(tidied, false)
  await store.settled()
  t.equal(tidied, true)
})

t.test('a given value may be a promise; nobody giving it is said', async (t) => {
  const here = given<number>('the number')
  const lost = given<number>('the lost one')
  const refused = given<number>('the refused one')
  const store = makeStore({
    given: new Map<Fact, unknown>([
      [here, Promise.resolve(7)],
      [refused, Promise.reject(new ProbeError('auth', 'wrong password'))],
    ]),
  })

  t.equal(await store.learn(here), 7)
  t.match(await failure(store.learn(lost)), {
    probe: { kind: 'internal', message: 'nobody gave the lost one to this run' },
  })
  t.match(await failure(store.learn(refused)), { fact: 'the refused one', probe: { kind: 'auth' } })
})

t.test('traffic is counted per fact, and a shared fact once per testcase', async (t) => {
  const call = () => {
    const traffic = loading.getStore()?.traffic
    if (traffic) traffic.requests++
  }
  const base = fact({ name: 'base', needs: {}, load: call })
  const left = fact({ name: 'left', needs: { base }, load: call })
  const right = fact({ name: 'right', needs: { base, left }, load: call })
  const store = makeStore()

  await store.learnAll({ left, right })
  t.equal(store.trafficOf({ left }).requests, 2)
  t.equal(store.trafficOf({ right, base }).requests, 3)
})

t.test(
  'no listener stays on the signal of the run, and a load that ended takes along what it left under way',
  async (t) => {
    const { signal } = new AbortController()
    const base = given<number>('base')
    let left: AbortSignal | undefined
    const derived = fact({
      name: 'derived',
      needs: { base },
      load: ({ base }, context) => {
        left = context.signal
        return base
      },
    })
    const store = makeStore({ signal, concurrency: 1, given: new Map<Fact, unknown>([[base, Promise.resolve(1)]]) })
    t.equal(await store.learn(derived), 1)
    t.equal(getEventListeners(signal, 'abort').length, 0)
    t.match(left?.reason, { kind: 'interrupted', message: 'derived has ended' })
  },
)
