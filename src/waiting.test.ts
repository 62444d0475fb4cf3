import { getEventListeners } from 'node:events'
import t from 'tap'
import { orAborted, pause, semaphore } from './waiting.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

t.test('no more than there are places; who waits leaves the line when the signal aborts', async (t) => {
  const { signal } = new AbortController()
  const places = semaphore(1)
  const leave = await places.enter(signal)
  const given = new AbortController()
  const impatient = places.enter(given.signal)
  const patient = places.enter(signal)
  given.abort(new Error('enough'))
  await t.rejects(impatient, { message: 'enough' })
  leave()
  ;(await patient)()
  ;(await places.enter(signal))()
  t.equal(listeners(signal), 0)
})

t.test('the value or the reason of the signal, and no listener stays', async (t) => {
  const run = new AbortController()
  t.equal(await orAborted(1, run.signal), 1)
  t.equal(await orAborted(Promise.resolve(2), run.signal), 2)
  await t.rejects(orAborted(Promise.reject(new Error('own')), run.signal), { message: 'own' })
  await pause(1, run.signal)
  t.equal(listeners(run.signal), 0)
  const never = orAborted(new Promise(() => {}), run.signal)
  run.abort(new Error('over'))
  await t.rejects(never, { message: 'over' })
  await t.rejects(orAborted(new Promise(() => {}), run.signal), { message: 'over' })
  t.equal(await orAborted(3, run.signal), 3, 'what is there already is given')
  t.equal(listeners(run.signal), 0)
})
