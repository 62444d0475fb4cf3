import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { chromium, type BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { fillBoard, hostileName, sampleUuids } from '../../../testbed/monitor/board-sample.ts'
import { openMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { links } from './links.ts'

// Needs Chromium; .ci/browser.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const owner = { subject: hostileName, password: 'correct-horse', roles: ['read_any'], group: 'plus' } as const

const monitor = await openMonitor({
  accounts: [owner, { subject: 'gx-scs', password: 'correct-horse', group: 'plus' }],
})
t.teardown(() => monitor[Symbol.asyncDispose]())
await fillBoard(monitor.database, monitor.scopes, Date.now())
await monitor.app.listen({ host: '127.0.0.1', port: 0 })
const base = `http://127.0.0.1:${(monitor.app.server.address() as AddressInfo).port}` // it listens on TCP
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: args.split(' ') })
t.teardown(() => browser.close())

const paths = {
  overview: links.overview,
  filtered: '/board?q=cloud&verdict=FAIL&sort=worst',
  subject: links.subject('gx-scs'),
  hostile: links.subject(hostileName),
  official: links.report(sampleUuids.official),
  own: links.report(sampleUuids.own),
  missing: '/board/nothing',
} as const
type Name = keyof typeof paths

/** Opens a page; `said` is what the browser says of it, `asked` what it loads. */
async function open(name: Name, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${base}${paths[name]}`)
  return { page, context, said, asked }
}

for (const name of Object.keys(paths) as Name[]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await t.test(`accessible, and not too wide: ${name}, ${colorScheme}, ${width} px`, async (t) => {
        // the policy lets nothing run, so axe comes in past it
        const { page, context, said } = await open(name, {
          colorScheme,
          viewport: { width, height: 800 },
          bypassCSP: true,
        })
        await page.locator('details').evaluateAll((each) => each.forEach((one) => one.setAttribute('open', '')))
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
        await page.evaluate(axe)
        const found: { violations: { id: string; nodes: { html: string }[] }[] } =
          await page.evaluate('axe.run(document)')
        t.same(
          found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html) })),
          [],
        )
        t.same(
          said.filter((line) => !line.includes('404')),
          [],
        )
        const folder = process.env['SCS_SCREENSHOTS']
        if (folder !== undefined)
          await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true })
        await context.close()
      })
    }
  }
}

await t.test('under its own policy nothing of a report runs or loads, and all is there', async (t) => {
  for (const name of ['overview', 'subject', 'hostile', 'official', 'own'] as const) {
    const { page, context, said, asked } = await open(name)
    await page.waitForTimeout(50)
    t.same(said, [], name)
    t.same(
      asked.filter((url) => !url.startsWith(base)),
      [],
      name,
    )
    t.match(await page.locator('h1').textContent(), /\S/)
    t.equal(await page.evaluate('getComputedStyle(document.body).margin'), '0px', `${name} has its style`)
    await context.close()
  }
})

await t.test('without script: the filter filters, paging and links lead on', async (t) => {
  const { page, context } = await open('overview', { javaScriptEnabled: false })
  await page.getByRole('searchbox', { name: 'Name' }).fill('gx')
  await page.getByRole('button', { name: 'Show' }).click()
  t.same(
    await page
      .locator('tbody th')
      .allTextContents()
      .then((all) => all.map((one) => one.trim())),
    ['gx-scsplus'],
  )
  await page.getByRole('link', { name: 'gx-scs' }).click()
  t.equal(await page.locator('h1').textContent(), 'gx-scs')
  await page.getByRole('link', { name: 'Next' }).click()
  t.match(page.url(), /page=2$/)
  await context.close()
})

await t.test('with script a choice filters at once', async (t) => {
  const { page, context } = await open('overview')
  await page.getByRole('combobox', { name: 'Verdict' }).selectOption('FAIL')
  await page.waitForURL(/verdict=FAIL/)
  t.equal(await page.locator('tbody tr:not(:has(td[data-verdict=FAIL]))').count(), 0)
  await context.close()
})

await t.test('the browser logs in once for all pages', async (t) => {
  const { page, context } = await open('official', {
    httpCredentials: { username: owner.subject, password: owner.password },
  })
  t.notMatch(await page.content(), /a secret at 10\.0\.0\.1/)
  await page.getByRole('link', { name: 'Log in' }).click()
  await page.waitForURL(`${base}${paths.official}`)
  t.match(await page.content(), /a secret at 10\.0\.0\.1/, 'and comes back to the page, which shows all now')
  t.match(await page.locator('.login').textContent(), /Logged in as/)
  await context.close()
})

await t.test('printed it has all, and no navigation', async (t) => {
  const { page, context } = await open('subject')
  await page.emulateMedia({ media: 'print' })
  t.equal(await page.locator('.top nav').isVisible(), false)
  t.equal(await page.locator('form, .paging').first().isVisible(), false)
  t.ok((await page.pdf({ format: 'A4' })).length > 10_000)
  t.equal(await page.locator('details td').last().isVisible(), true, 'what is folded is unfolded')
  await context.close()
})
