import { randomUUID } from 'node:crypto'
import t from 'tap'
import { grantBy, handClock, passingReport, revokeBy } from '../../../testbed/monitor/certificates.ts'
import { openMonitor, testKey, type TestAccount } from '../../../testbed/monitor/open-monitor.ts'

const evil = '<img src=x onerror=alert(1)>"\u202e'
const body: TestAccount = { subject: 'body', password: 'correct-horse', roles: ['approve'] }
const mine: TestAccount = { subject: evil, password: 'correct-horse', key: testKey() }

t.test('the status page of a certificate', async (t) => {
  const clock = handClock()
  await using monitor = await openMonitor({
    accounts: [body, mine],
    now: clock.now,
    publicUrl: 'https://m.example/scs',
  })
  const report = async (but = {}) => monitor.post(await passingReport(evil, clock.iso(), { but }), mine)
  await report()
  const { id } = (await grantBy(monitor, body, evil)).json<{ id: string }>()
  const page = async () => (await monitor.get(`/board/certificates/${id}`)).body

  await t.test('says where it stands, what it was based on, and leads to it by a QR code', async (t) => {
    const html = await page()
    t.match(html, /<h1>SCS-compatible IaaS v5\.1<\/h1>/)
    t.match(html, /VALID<\/span> It is in force, and all that it demands is met\./)
    t.match(html, new RegExp(`<dd>https://m\\.example/scs/certificates/${id}</dd>`))
    t.match(html, /<svg class="qr" role="img" aria-label="QR code/)
    t.match(html, /Standards achieved[^]+scs-0100[^]+Where it stands now[^]+The last 18 months[^]+title="1 PASS">P</)
    t.match(html, /What it was based on[^]+sha256:[0-9a-f]{64}/)
    t.match(html, /not signed/)
  })

  await t.test('is where the address of the certificate leads a browser, and only that', async (t) => {
    const accept = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const asked = await monitor.app.inject({ method: 'GET', url: `/certificates/${id}`, headers: accept })
    t.match(asked, { statusCode: 302, headers: { location: `/board/certificates/${id}` } })
    t.match(await monitor.get(`/certificates/${id}`), { headers: { 'content-type': /json/ } })
    t.match(await monitor.app.inject({ method: 'GET', url: '/certificates', headers: accept }), {
      headers: { location: '/board/certificates' },
    })
    t.match(await monitor.get('/board/certificates'), { body: /1 certificate<\/caption>/ })
    t.match(await monitor.get('/board/certificates?subject=x'), { body: /There is no certificate of this subject/ })
  })

  await t.test('text from elsewhere is text', async (t) => {
    clock.days(1)
    await report({ 'scs-0100-syntax-check': -1 })
    t.match(
      await page(),
      /CONDITIONS NOT MET[^]+<li>scs-0100-syntax-check does not pass since 2026-11-25; it fails<\/li>/,
    )
    t.equal((await revokeBy(monitor, body, id, `see ${evil}`)).statusCode, 200)
    for (const path of [`/board/certificates/${id}`, '/board/certificates', `/badges/certificates/${id}.svg`]) {
      const { body: shown } = await monitor.get(path)
      t.notMatch(shown, /<img src=x/, path)
      t.notMatch(shown, /\u202e/, path)
      t.match(shown, /&lt;img src=x/, path)
    }
    t.match(await page(), /REVOKED<\/span> It was revoked/)
    t.match(await page(), /Revoked on <time[^>]+>2026-11-25 10:00 UTC<\/time>: see &lt;img/)
    t.notMatch(await page(), />body</, 'who did it is not for anybody')
  })

  t.match(await monitor.get(`/board/certificates/${randomUUID()}`), {
    statusCode: 404,
    headers: { 'content-type': /html/ },
    body: /There is no such certificate/,
  })
  t.match(await monitor.get('/board/certificates/x'), { statusCode: 400, headers: { 'content-type': /html/ } })
})
