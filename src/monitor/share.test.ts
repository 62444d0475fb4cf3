import { randomUUID } from 'node:crypto'
import t from 'tap'
import { sample } from '../../reports/golden/sample.ts'
import { openMonitor, testKey } from '../../testbed/monitor/open-monitor.ts'
import { threadedReader } from './intake/reader.ts'

const mine = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const report = (document: string) => ({ kind: 'own', document, redactionKey: new Uint8Array(32) }) as const

/** A thread that never ends with what says so, and shares all else as it is. */
const stand = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ share }) => {
  if (share?.document === 'fails') return parentPort.postMessage({ wrong: 'a secret' })
  while (share?.document === 'hangs') {}
  parentPort.postMessage(share ? { shared: share.document } : { read: { reports: [] } })
})`

t.test('what takes too long to make public, or cannot be, costs only itself', async (t) => {
  const script = new URL(`data:text/javascript,${encodeURIComponent(stand)}`)
  const reader = threadedReader(script, { workers: 2, timeoutMs: 3000, memoryMiB: 64 })
  const hanging = ['hangs', 'hangs', 'hangs'].map((document) => reader.share(report(document)))
  const all = Promise.allSettled(hanging)
  t.same(await reader.read('application/x-signed-json', new Uint8Array()), { reports: [] }, 'posts are read meanwhile')
  for (const one of await all) {
    t.match(one, { status: 'rejected', reason: { status: 422, message: /takes longer than 3 s/ } })
  }
  t.equal(await reader.share(report('{}')), '{}')
  await t.rejects(reader.share(report('fails')), {
    status: 422,
    message: 'what is public of this report cannot be told from the rest of it',
  })
  t.equal(await reader.share(report('[]')), '[]')
  await reader.close()
})

t.test('what is public of our own reports is made in threads', async (t) => {
  await using monitor = await openMonitor({ accounts: [mine] })
  const post = async (actual: string) => {
    const uuid = randomUUID()
    const [[id, result] = ['', undefined]] = Object.entries(sample.results)
    const violations = [{ subject: 'a flavor', expected: 'another', actual }]
    const results = { ...sample.results, [id]: { ...result, violations } }
    const text = JSON.stringify({ ...sample, uuid, subject: 'mycloud', results })
    t.match(await monitor.post(text, mine, { type: 'application/x-signed-json' }), { statusCode: 200 })
    return uuid
  }
  const usual = await post('seen at 203.0.113.9')
  const shared = await monitor.get(`/reports/${usual}/public`)
  t.match(shared, { statusCode: 200, headers: { 'content-type': 'application/json; charset=utf-8' } })
  t.notMatch(shared.body, '203.0.113.9')
  t.equal((await monitor.get(`/board/reports/${usual}`)).statusCode, 200)
  const impossible = await post('cluster '.repeat(20_000)) // a name that is too long to be looked for
  for (const path of [`/reports/${impossible}/public`, `/board/reports/${impossible}`]) {
    t.match(await monitor.get(path), { statusCode: 422, body: /cannot be told from the rest of it/ })
  }
  t.equal((await monitor.get(`/reports/${impossible}`, mine)).statusCode, 200, 'whole it is there')
  t.equal((await monitor.get(`/reports/${usual}/public`)).statusCode, 200)
})
