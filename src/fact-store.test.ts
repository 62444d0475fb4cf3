import { getEventListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { fact, given, loading, ProbeError, type Fact, type Needs, type Quota } from './fact.ts'
import { closure, FactError, factStore, type FactEvent, type FactStoreOptions } from './fact-store.ts'

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

t.test(
  'a fact that must be alone begins when all that writes has ended, failed or not, whoever was asked first',
  async (t) => {
    const told: string[] = []
    const writer = (name: string, end: () => Promise<void>) =>
      fact({
        name,
        needs: {},
        cost: { writes: 1 },
        async load() {
          told.push(`${name} begins`)
          await end()
          told.push(`${name} ends`)
        },
      })
    const alone = fact({
      name: 'alone',
      needs: {},
      cost: { writes: 1 },
      alone: true,
      load: () => void told.push('alone'),
    })
    const first = writer('first', () => Promise.resolve())
    const failing = writer('failing', () => Promise.reject(new ProbeError('quota', 'no room')))
    const after = fact({ name: 'after', needs: { alone }, cost: { writes: 1 }, load: () => void told.push('after') })
    const store = makeStore()
    await Promise.allSettled([alone, first, failing, after].map((one) => store.learn(one)))
    t.same(told.slice(-2), ['alone', 'after'])
    t.ok(told.includes('first ends'))
  },
)

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

t.test(
  'those that do not fit into the quota together are learned one after the other, in the order they were asked for',
  async (t) => {
    const quotas = fact<readonly Quota[], Needs>({
      name: 'quotas',
      needs: {},
      load: () => [{ kind: 'volumes', limit: 3, used: 0 }],
    })
    const events: string[] = []
    /** Tells when it begins and ends; what it needs takes as many turns as `slow` says. */
    const acting = (name: string, volumes: number, { slow = 0, work = async (): Promise<unknown> => 1 } = {}) => {
      const need = fact({ name: `need of ${name}`, needs: {}, load: () => pause(slow) })
      return fact({
        name,
        needs: { need },
        cost: { writes: 1 },
        makes: {
          what: 'volumes',
          stays: 'seconds',
          cleanUpMs: 0,
          room: { volumes: 1 },
          roomOf: () => ({ volumes }),
          quotas: [quotas],
        },
        timeoutMs: 20,
        async load() {
          events.push(`${name} begins`)
          await work()
          events.push(`${name} ends`)
          return name
        },
      })
    }

    await t.test('side by side where they fit, though there is one place', async (t) => {
      const store = makeStore({ concurrency: 1 })
      t.same(await store.learnAll({ a: acting('a', 1), b: acting('b', 2) }), { a: 'a', b: 'b' })
    })

    await t.test('the next begins when the one before has ended, which may be after its deadline', async (t) => {
      events.length = 0
      const waits: FactEvent[] = []
      const store = makeStore({ onEvent: (event) => void (event.type === 'fact-progress' && waits.push(event)) })
      const late = acting('late', 2, { slow: 5, work: () => pause(60) }) // it deletes what it has made
      const next = acting('next', 3)
      const both = [store.learn(late), store.learn(next)]
      t.match(await failure(both[0] ?? Promise.resolve()), { probe: { kind: 'timeout' } })
      await both[1]
      t.same(events, ['late begins', 'late ends', 'next begins', 'next ends'])
      t.match(waits, [{ fact: 'next', progress: { doing: 'waiting for room in the quota' } }])
    })

    await t.test('too much is told before anything is made, and keeps nobody', async (t) => {
      events.length = 0
      const store = makeStore({})
      const big = acting('big', 4)
      t.match(await failure(store.learn(big)), {
        fact: 'big',
        probe: { kind: 'quota', message: /4 volumes \(0 of 3 in use\)/ },
      })
      t.equal(await store.learn(acting('b', 3)), 'b')
      t.same(events, ['b begins', 'b ends'])
    })

    await t.test('one whose needs fail keeps nobody; the end of the run ends the waiting', async (t) => {
      const ended = new AbortController()
      const store = makeStore({ signal: ended.signal })
      const broken = fact({ name: 'broken', needs: {}, load: () => Promise.reject(new ProbeError('auth', 'no')) })
      const lost = fact({ ...acting('lost', 3), needs: { broken, quotas } })
      const learning = [
        store.learn(lost),
        store.learn(acting('holder', 3, { work: () => pause(30) })),
        store.learn(acting('waiting', 3)),
      ]
      t.match(await failure(learning[0] ?? Promise.resolve()), { fact: 'broken', probe: { kind: 'auth' } })
      ended.abort(new ProbeError('interrupted', 'over'))
      for (const one of learning.slice(1)) t.match(await failure(one), { probe: { kind: 'interrupted' } })
      await store.settled()
      t.notOk(events.includes('waiting begins'))
    })
  },
)
