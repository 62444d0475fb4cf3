import t from 'tap'
import { browse, testAccessible } from '../../../testbed/monitor/board-browser.ts'
import { grantBy, passingReport, revokeBy } from '../../../testbed/monitor/certificates.ts'
import { openMonitor, testKey } from '../../../testbed/monitor/open-monitor.ts'
import { links } from './links.ts'

// Needs Chromium; .ci/browser.
const long = '<script>alert(1)</script> a cloud with quite a long name'
const key = testKey()
const body = { subject: 'body', password: 'correct-horse', roles: ['approve' as const] }
const clouds = ['mycloud', long].map((subject) => ({ subject, password: 'correct-horse', key }))

const monitor = await openMonitor({ accounts: [body, ...clouds], publicUrl: 'https://monitor.example' })
const ids: string[] = []
for (const cloud of clouds) {
  await monitor.post(await passingReport(cloud.subject, new Date().toISOString()), cloud)
  ids.push((await grantBy(monitor, body, cloud.subject)).json<{ id: string }>().id)
}
const [valid = '', revoked = ''] = ids
await revokeBy(monitor, body, revoked, 'The zones turned out to share one power supply.')
const board = await browse(monitor)
const paths = {
  valid: links.certificate(valid),
  revoked: links.certificate(revoked),
  list: links.certificates,
} as const

await testAccessible(board, paths)

for (const [name, path] of [
  ['valid', paths.valid],
  ['revoked', paths.revoked],
] as const) {
  await t.test(`a certificate is printed on one sheet of A4: ${name}`, async (t) => {
    const { page, context } = await board.open(path)
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    t.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1)
    await context.close()
  })
}

await t.test(
  'the address that is printed leads a browser to the page, and its policy lets it show the badge',
  async (t) => {
    const { page, context, said } = await board.open(`/certificates/${valid}`)
    t.equal(new URL(page.url()).pathname, paths.valid)
    t.equal(await page.evaluate('document.images[0].naturalWidth > 0'), true)
    t.same(said, [])
    await context.close()
  },
)
