import type { BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { browse, testAccessible } from '../../../testbed/monitor/board-browser.ts'
import { fillBoard, hostileName, sampleUuids } from '../../../testbed/monitor/board-sample.ts'
import { openMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { links } from './links.ts'

// Needs Chromium; .ci/browser.
const owner = { subject: hostileName, password: 'correct-horse', roles: ['read_any'], group: 'plus' } as const

const monitor = await openMonitor({
  accounts: [owner, { subject: 'gx-scs', password: 'correct-horse', group: 'plus' }],
})
await fillBoard(monitor.database, monitor.scopes, Date.now())
const board = await browse(monitor)
const { base } = board

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

const open = (name: Name, options: BrowserContextOptions = {}) => board.open(paths[name], options)

await testAccessible(board, paths)

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
