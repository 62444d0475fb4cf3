import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import t from 'tap'
import { grantBy, passingReport, revokeBy } from '../../../testbed/monitor/certificates.ts'
import { openMonitor, testKey } from '../../../testbed/monitor/open-monitor.ts'
import { links } from './links.ts'

// Needs Chromium; .ci/browser.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const long = '<script>alert(1)</script> a cloud with quite a long name'
const key = testKey()
const body = { subject: 'body', password: 'correct-horse', roles: ['approve' as const] }
const clouds = ['mycloud', long].map((subject) => ({ subject, password: 'correct-horse', key }))

const monitor = await openMonitor({ accounts: [body, ...clouds], publicUrl: 'https://monitor.example' })
t.teardown(() => monitor[Symbol.asyncDispose]())
const ids: string[] = []
for (const cloud of clouds) {
  await monitor.post(await passingReport(cloud.subject, new Date().toISOString()), cloud)
  ids.push((await grantBy(monitor, body, cloud.subject)).json<{ id: string }>().id)
}
const [valid = '', revoked = ''] = ids
await revokeBy(monitor, body, revoked, 'The zones turned out to share one power supply.')
await monitor.app.listen({ host: '127.0.0.1', port: 0 })
const base = `http://127.0.0.1:${(monitor.app.server.address() as AddressInfo).port}` // it listens on TCP
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: args.split(' ') })
t.teardown(() => browser.close())
const paths = {
  valid: links.certificate(valid),
  revoked: links.certificate(revoked),
  list: links.certificates,
} as const

for (const [name, path] of Object.entries(paths)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await t.test(`accessible, and not too wide: ${name}, ${colorScheme}, ${width} px`, async (t) => {
        // the policy lets nothing run, so axe comes in past it
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
        const page = await context.newPage()
        const said: string[] = []
        page.on('console', (message) => (/favicon/.test(message.location().url) ? 0 : said.push(message.text())))
        page.on('dialog', (dialog) => said.push(dialog.message()))
        await page.goto(`${base}${path}`)
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
        await page.evaluate(axe)
        const found: { violations: { id: string; nodes: { html: string }[] }[] } =
          await page.evaluate('axe.run(document)')
        t.same(
          found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html) })),
          [],
        )
        t.same(said, [])
        const folder = process.env['SCS_SCREENSHOTS']
        if (folder !== undefined)
          await page.screenshot({ path: `${folder}/certificate-${name}-${colorScheme}-${width}.png` })
        await context.close()
      })
    }
  }
}

for (const [name, path] of [
  ['valid', paths.valid],
  ['revoked', paths.revoked],
] as const) {
  await t.test(`a certificate is printed on one sheet of A4: ${name}`, async (t) => {
    const page = await browser.newPage()
    await page.goto(`${base}${path}`)
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    t.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1)
    await page.close()
  })
}

await t.test(
  'the address that is printed leads a browser to the page, and its policy lets it show the badge',
  async (t) => {
    const page = await browser.newPage()
    const said: string[] = []
    page.on('console', (message) => (/favicon/.test(message.location().url) ? 0 : said.push(message.text())))
    await page.goto(`${base}/certificates/${valid}`)
    t.equal(new URL(page.url()).pathname, paths.valid)
    t.equal(await page.evaluate('document.images[0].naturalWidth > 0'), true)
    t.same(said, [])
    await page.close()
  },
)
