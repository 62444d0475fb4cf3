import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { secretTrial } from './facts.ts'

async function learn(description: CloudDescription, ...faults: readonly Fault[]) {
  const { learned, requests, entries } = await learnOn(secretTrial, description, ...faults)
  const calls = requests.filter(({ service }) => service === 'key-manager').map(({ method }) => method)
  return { learned, calls, events: entries.map(({ event }) => event) }
}

const at = (method: string, action: Fault['action']): Fault => ({
  service: 'key-manager',
  method,
  path: 'secrets',
  action,
})

t.test('no key manager: nothing is sent', async (t) => {
  t.match(await learn({ catalog: ['identity'] }), { learned: { outcome: 'no key manager' }, calls: [], events: [] })
})

t.test('stored, found and deleted', async (t) => {
  const { learned, calls, events } = await learn({})
  t.same(learned, { outcome: 'stored', isListed: true, leftover: null })
  t.same(calls, ['GET', 'POST', 'GET', 'DELETE', 'GET'], 'the quota, and then what is tried out')
  t.same(events, ['planned', 'made', 'gone'])
})

t.test('found on the last of many pages', async (t) => {
  const { learned } = await learn({ keyManager: { secrets: 205 } })
  t.match(learned, { outcome: 'stored', isListed: true })
})

t.test('stored, but not listed: deleted all the same', async (t) => {
  const { learned, events } = await learn({ keyManager: { list: 'hidden' } })
  t.same(learned, { outcome: 'stored', isListed: false, leftover: null })
  t.same(events, ['planned', 'made', 'gone'])
})

t.test('refused at each step', async (t) => {
  t.match(await learn({ keyManager: { create: 'forbidden' } }), {
    learned: { outcome: 'forbidden', message: /POST/ },
    events: ['planned', 'gone'],
  })
  const list = await learn({}, { ...at('GET', { status: 403 }), path: 'secrets\\?' })
  t.match(list, { learned: { outcome: 'forbidden', message: /GET/ }, events: ['planned', 'made', 'gone'] })
  const remove = await learn({}, at('DELETE', { status: 403 }))
  t.match(remove, { learned: { outcome: 'stored', leftover: { refused: 'forbidden' } }, events: ['planned', 'made'] })
})

t.test('any other trouble is not about permissions', async (t) => {
  const { learned } = await learn({}, at('POST', { status: 400 }))
  t.match(learned, { probe: { kind: 'malformed' } })
})

t.test('as many secrets as the project may have: not observed, also where only the refusal tells', async (t) => {
  const full = await learn({ keyManager: { secrets: 3, quota: { secrets: 3 } } })
  t.match(full.learned, { probe: { kind: 'quota', message: /no room for 1 secret \(3 of 3 in use\)/ } })
  t.notOk(full.calls.includes('POST'))
  const untold = await learn({ keyManager: { quota: { secrets: 0 } } }, { path: '/quotas', action: { status: 403 } })
  t.match(untold.learned, { probe: { kind: 'quota', message: /Quota has been reached/ } })
  t.match((await learn({ keyManager: { secrets: 3, quota: { secrets: 4 } } })).learned, { outcome: 'stored' })
})
