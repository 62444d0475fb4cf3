import { sql } from 'kysely'
import t from 'tap'
import { openMonitor, testKey } from '../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../testbed/monitor/reports.ts'

const syntax = 'scs-0100-syntax-check'
const password = 'correct-horse'
const now = Date.now()
const badge = (subject: string) => `/badges/${subject}/scs-compatible-iaas.svg`
const page = (subject: string) => `/board/subjects/${subject}`

t.test('names that JavaScript knows are names as others are', async (t) => {
  const odd = { subject: '__proto__', password, key: testKey() }
  await using monitor = await openMonitor({ accounts: [odd], publicUrl: 'https://monitor.example/' })
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__x']) {
    t.equal((await monitor.get(badge(name))).statusCode, 404, name)
    t.equal((await monitor.get(page(name))).statusCode, 404, name)
  }
  t.match(await monitor.get(badge('__proto__')), { statusCode: 200, body: /not shown/ })
  t.equal((await monitor.post(officialText({ subject: '__proto__', results: { [syntax]: -1 } }), odd)).statusCode, 200)
  t.match(await monitor.get(badge('__proto__')), { statusCode: 200, body: /not reached/ })
  for (const path of [
    '/status',
    '/status?subject=__proto__',
    '/release?minimum=1',
    '/board',
    '/board/release',
    '/board/scopes/scs-compatible-iaas',
    `/board/testcases/${syntax}`,
    page('__proto__'),
  ]) {
    t.match(await monitor.get(path), { statusCode: 200, body: /__proto__/ }, path)
  }
  t.match(await monitor.get('/metrics/__proto__', odd), {
    statusCode: 200,
    body: /subject="__proto__".*testcase.* -1\n/,
  })
  t.match(
    (await monitor.get(page('__proto__'))).body,
    '(https://monitor.example/badges/__proto__/scs-compatible-iaas.svg)](https://monitor.example/board/',
    'its badges are to be embedded from where anybody reaches the monitor',
  )
})

t.test('nobody learns the name of an account that does something for others', async (t) => {
  const cloud = { subject: 'cloud', password, key: testKey() }
  const admin = { subject: 'admin', password, key: testKey(), roles: ['admin', 'approve'] } as const
  await using monitor = await openMonitor({ accounts: [cloud, admin], now: () => now })
  t.match(await monitor.get(page('cloud')), { statusCode: 200, body: /No report about this subject/ })
  t.equal((await monitor.get(badge('cloud'))).statusCode, 200)
  for (const login of [undefined, cloud]) {
    const [known, unknown] = [await monitor.get(page('admin'), login), await monitor.get(page('ghost'), login)]
    t.same([known.statusCode, unknown.statusCode], [404, 404])
    t.equal(known.body.replaceAll('admin', 'ghost'), unknown.body)
  }
  t.match(await monitor.get(badge('admin')), { statusCode: 404, body: /no such subject/ })
  t.equal((await monitor.get(page('admin'), admin)).statusCode, 200, 'but its own')
  t.equal((await monitor.post(officialText({ subject: 'admin', results: { [syntax]: 1 } }), admin)).statusCode, 200)
  t.equal((await monitor.get(page('admin'))).statusCode, 200, 'a subject by its report')
  t.equal((await monitor.get(badge('admin'))).statusCode, 200)
})

t.test('the log names no account, also where a page about it fails on our side', async (t) => {
  const owner = { subject: 'secret-owner', password }
  await using monitor = await openMonitor({ accounts: [owner] })
  await monitor.database.deleteFrom('standing').execute()
  t.equal((await monitor.get('/metrics/secret-owner', owner)).statusCode, 200)
  t.same(monitor.told, [], 'what is only read and goes well is not told')
  await sql`drop table standing_change`.execute(monitor.database)
  t.equal((await monitor.get('/metrics/secret-owner', owner)).statusCode, 500)
  t.match(monitor.told, [{ method: 'GET', path: '/metrics/:subject', status: 500 }])
  t.notMatch(monitor.told.map(({ path, error }) => `${path} ${error?.message}`).join('\n'), /secret-owner/) // of an error its message is written
})
