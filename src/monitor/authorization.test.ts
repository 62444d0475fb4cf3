import { randomUUID } from 'node:crypto'
import t from 'tap'
import { basic, databases, openMonitor, testKey, type TestAccount } from '../../testbed/monitor/open-monitor.ts'
import { certified, grantBy, passingReport } from '../../testbed/monitor/certificates.ts'
import { iaas, officialText } from '../../testbed/monitor/reports.ts'
import { defaultLimits } from './limits.ts'
import { failures } from './accounts/failures.ts'

const key = testKey()
const password = 'correct-horse'
const owner = { subject: 'owner', password, key }
const visitors = {
  nobody: undefined,
  'a wrong password': { ...owner, password: 'wrong-horse' },
  'an unknown account': { subject: 'ghost', password },
  owner,
  'another subject': { subject: 'other', password, key },
  append_any: { subject: 'ci', password, key, roles: ['append_any'] },
  read_any: { subject: 'reader', password, key, roles: ['read_any'] },
  approve: { subject: 'approver', password, key, roles: ['approve'] },
  admin: { subject: 'admin', password, key, roles: ['admin'] },
} as const satisfies Record<string, TestAccount | undefined>
type Visitor = keyof typeof visitors

const everybody = Object.keys(visitors) as readonly Visitor[]
const known = ['owner', 'another subject', 'append_any', 'read_any', 'approve', 'admin'] as const
/** Pages are for whoever does not fail to log in. */
const onlookers = ['nobody', ...known] as const
const uuid = randomUUID()
const approval = { reportuuid: uuid, scopeuuid: iaas, check: 'scs-0100-syntax-check', approval: true }

/** Every route with those who may call it; all others get 401. */
const matrix: Readonly<Record<string, readonly Visitor[]>> = {
  'GET /healthz': everybody,
  'GET /openapi.json': everybody,
  'GET /status': everybody,
  'GET /release': everybody,
  'GET /badges/owner/scs-compatible-iaas.svg': everybody,
  [`GET /reports/${uuid}/public`]: everybody,
  'GET /reports': known, // each its own
  'GET /reports?subject=owner': ['owner', 'read_any'],
  'GET /reports?subject=': ['read_any'],
  [`GET /reports/${uuid}`]: ['owner', 'read_any'],
  [`GET /reports/${uuid}/original`]: ['owner', 'read_any'],
  'GET /results': ['read_any'],
  'GET /results?subject=owner': ['owner', 'read_any'],
  'GET /metrics/owner': ['owner', 'read_any'],
  'POST /reports': ['owner', 'append_any'], // about owner, which has named ci as a delegate
  'POST /results': ['approve'],
  'POST /bootstrap': ['admin'],
  'GET /': everybody,
  'GET /login?to=/board': known,
  'GET /logout': [], // so that browsers forget the key
  'GET /board': onlookers,
  'GET /board/scopes': onlookers,
  'GET /board/scopes/scs-compatible-iaas': onlookers,
  'GET /board/testcases/scs-0100-syntax-check': onlookers,
  'GET /board/release': onlookers,
  'GET /board/subjects/owner': onlookers,
  [`GET /board/reports/${uuid}`]: onlookers, // redacted for most
}
/** The same for certificates, of which one is there. */
const ofCertificates = (id: string): typeof matrix => ({
  'GET /certificates': onlookers,
  'GET /certificates/revoked': everybody,
  'GET /certificates/revoked.sig': everybody,
  [`GET /certificates/${id}`]: onlookers,
  [`GET /certificates/${id}/document`]: everybody,
  [`GET /certificates/${id}/document.sig`]: everybody,
  [`GET /certificates/${id}/history`]: everybody,
  [`GET /badges/certificates/${id}.svg`]: everybody,
  'GET /board/certificates': onlookers,
  [`GET /board/certificates/${id}`]: onlookers,
  'POST /certificates': ['approve'],
  [`POST /certificates/${id}/revocation`]: ['approve'],
})
/** They lead to another page. */
const leading = new Set(['GET /', 'GET /login?to=/board'])

for (const [name, place] of Object.entries(databases)) {
  t.test(
    `every route and every role, on ${name}`,
    { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' },
    async (t) => {
      const accounts = known.map((who): TestAccount => ({
        ...visitors[who],
        ...(who === 'owner' ? { delegates: ['ci'] } : {}),
      }))
      const sign = async () => 'a signature'
      await using monitor = await openMonitor({ place, accounts, sign, reload: async () => {} })
      const first = officialText({ subject: 'owner', uuid, results: { 'scs-0100-syntax-check': 1 } })
      t.equal((await monitor.post(first, owner)).statusCode, 200)
      for (const subject of ['owner', 'other']) {
        const by = subject === 'owner' ? owner : visitors['another subject']
        await monitor.post(await passingReport(subject, new Date().toISOString()), by)
      }
      const { id } = (await grantBy(monitor, visitors.approve, 'owner')).json<{ id: string }>()
      const all = { ...matrix, ...ofCertificates(id) }
      const routes = Object.keys(monitor.app.swagger().paths ?? {}).toSorted()
      t.same(
        routes.filter((route) => !Object.keys(all).some((one) => isOf(one, route))),
        [],
        'the matrix has every route',
      )
      for (const [what, allowed] of Object.entries(all)) {
        const [method = '', url = ''] = what.split(' ')
        for (const who of everybody) {
          // each from an address of its own, or the failed logins would be too many
          const visitor = visitors[who]
          const remoteAddress = `10.0.${Object.keys(all).indexOf(what)}.${everybody.indexOf(who)}`
          const { statusCode, body, headers } = await call(method, url, visitor, remoteAddress)
          const expected = allowed.includes(who) ? (leading.has(what) ? 303 : 200) : 401
          t.equal(statusCode, expected, `${what} by ${who}: ${body.slice(0, 100)}`)
          if (expected === 401 && what !== 'POST /reports') t.notMatch(body, uuid)
          if (expected === 401) t.match(headers['www-authenticate'], /^Basic /)
        }
      }

      async function call(method: string, url: string, visitor: TestAccount | undefined, remoteAddress: string) {
        const headers = visitor ? basic(visitor) : {}
        if (method === 'GET') return monitor.app.inject({ method, url, headers, remoteAddress })
        if (url === '/results')
          return monitor.app.inject({ method: 'POST', url, headers, remoteAddress, payload: [approval] })
        if (url === '/certificates') {
          const payload = { subject: 'other', ...certified }
          return monitor.app.inject({ method: 'POST', url, headers, remoteAddress, payload })
        }
        if (url.endsWith('/revocation'))
          return monitor.app.inject({ method: 'POST', url, headers, remoteAddress, payload: { reason: 'a reason' } })
        if (url === '/bootstrap') return monitor.app.inject({ method: 'POST', url, headers, remoteAddress })
        const text = officialText({ subject: 'owner', results: { 'scs-0100-syntax-check': 1 } })
        const payload = `${key.sign(text).trimEnd()}\n&${text}`
        const type = { 'content-type': 'application/x-signed-yaml' }
        return monitor.app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload, remoteAddress })
      }
    },
  )
}

t.test('what a page of another site makes a browser send changes nothing', async (t) => {
  const admin = { subject: 'admin', password, key, roles: ['admin', 'approve'] } as const
  let reloaded = 0
  const reload = async () => void reloaded++
  await using monitor = await openMonitor({ accounts: [admin], reload, publicUrl: 'https://monitor.example/' })
  const send = (url: string, headers: Readonly<Record<string, string>>, payload?: object) =>
    monitor.app.inject({
      method: 'POST',
      url,
      headers: { ...basic(admin), host: 'inside:8080', ...headers },
      ...(payload ? { payload } : {}),
    })
  const elsewhere = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://inside:8080' },
    { 'sec-fetch-site': 'nonsense' },
    { origin: 'https://evil.example' },
    { origin: 'https://inside:8081' },
    { origin: 'https://monitor.example.evil.example' },
    { origin: 'null' },
    { origin: '' },
  ]
  for (const headers of elsewhere) {
    const what = JSON.stringify(headers)
    t.match(await send('/bootstrap', headers), { statusCode: 403, body: /another site/ }, what)
    t.equal((await send('/results', headers, [])).statusCode, 403, what)
    t.equal((await send('/certificates', headers, {})).statusCode, 403, what)
    t.equal((await send(`/certificates/${uuid}/revocation`, headers, { reason: 'a reason' })).statusCode, 403, what)
    t.equal((await send('/reports', headers)).statusCode, 403, what)
    const read = { method: 'GET', url: '/board', headers: { ...basic(admin), ...headers } } as const
    t.equal((await monitor.app.inject(read)).statusCode, 200, `${what}: a link from there may be followed`)
  }
  t.equal(reloaded, 0)
  const ours = [
    {},
    { 'sec-fetch-site': 'same-origin', origin: 'https://whatever.a.proxy.says' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://inside:8080' },
    { origin: 'http://INSIDE:8080', host: 'Inside:8080' },
    { origin: 'https://monitor.example' },
  ]
  for (const headers of ours) t.equal((await send('/bootstrap', headers)).statusCode, 200, JSON.stringify(headers))
  t.equal(reloaded, ours.length)
  await t.test('nor does a form: bodies are JSON', async (t) => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
    for (const type of types) {
      for (const url of ['/results', '/certificates', `/certificates/${uuid}/revocation`]) {
        const headers = { ...basic(admin), 'content-type': type }
        const answer = await monitor.app.inject({ method: 'POST', url, headers, payload: '{"reason":"x","x":"="}' })
        t.ok([400, 415].includes(answer.statusCode), `${url}, ${type}: ${answer.statusCode} ${answer.body}`)
      }
    }
  })
})

t.test('a key that is taken away is refused at once, though it was remembered', async (t) => {
  await using monitor = await openMonitor({ accounts: [owner] })
  t.equal((await monitor.get('/reports', owner)).statusCode, 200)
  await monitor.database.deleteFrom('api_key').execute()
  t.equal((await monitor.get('/reports', owner)).statusCode, 401)
  t.test('and passwords cannot be tried out', async (t) => {
    for (let n = 0; n < 19; n++) await monitor.get('/reports', { subject: 'owner', password: `guess ${n}` })
    t.match(await monitor.get('/reports', owner), { statusCode: 429, body: /too many failed logins/ })
    const elsewhere = { method: 'GET', url: '/reports', headers: basic(owner), remoteAddress: '10.1.1.1' } as const
    t.equal((await monitor.app.inject(elsewhere)).statusCode, 401, 'others are not locked out by that')
  })
  await t.test('an address may ask so often, and no more', async (t) => {
    const limits = { ...defaultLimits, requestsPerMinute: 3 }
    await using small = await openMonitor({ accounts: [], limits })
    for (let n = 0; n < 3; n++) t.equal((await small.get('/status')).statusCode, 200)
    t.match(await small.get('/status'), { statusCode: 429, body: /too many requests; try again in/ })
    for (const path of ['/board', '/nothing', '/board/nothing']) t.equal((await small.get(path)).statusCode, 429, path)
    t.equal((await small.get('/healthz')).statusCode, 200, 'health is asked for all the time')
  })
})

t.test('failed logins are forgotten after a minute, and the oldest addresses when there are too many', async (t) => {
  let now = 0
  const failed = failures(() => now)
  for (let n = 0; n < 20; n++) failed.count('one')
  t.equal(failed.tooMany('one'), true)
  t.equal(failed.tooMany('other'), false)
  for (let n = 0; n < 20; n++) failed.count(`2001:db8::${n}`)
  t.same(
    ['2001:db8::99', '2001:db8:0:1::'].map((address) => failed.tooMany(address)),
    [true, false],
  )
  for (let n = 0; n < 20; n++) failed.count('::ffff:192.0.2.1')
  t.same(
    ['192.0.2.1', '192.0.2.2'].map((address) => failed.tooMany(address)),
    [true, false],
  )
  for (let n = 0; n < 10_000; n++) failed.count(`address ${n}`)
  t.equal(failed.tooMany('one'), false)
  for (let n = 0; n < 20; n++) failed.count('one')
  now = 60_001
  t.equal(failed.tooMany('one'), false)
})

function isOf(call: string, route: string): boolean {
  const pattern = new RegExp(`^\\w+ ${route.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}(\\?|$)`)
  return pattern.test(call)
}
