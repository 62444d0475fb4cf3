import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import t from 'tap'
import { sample } from './golden/sample.ts'
import { format } from './html.ts'

// Needs Chromium, so it is no `*.test.ts`: the browser lane (.ci/browser) runs it. Without Chromium it fails, it does not skip.
const executablePath = '/usr/bin/chromium'
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const browser = await chromium.launch({ executablePath, args: args.split(' ') })
t.teardown(() => browser.close())
const url = pathToFileURL(`${t.testdir({ 'report.html': format.render(sample) })}/report.html`).href

async function open(options: BrowserContextOptions = {}): Promise<Page & { said: string[]; asked: string[] }> {
  const page = await browser.newPage(options)
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(url)
  return Object.assign(page, { said, asked })
}

const shownRows = (page: Page): Promise<number> => page.locator('#testcases tbody tr:visible').count()

await t.test(
  'the page loads nothing else, runs nothing from the cloud, and the browser has no complaint',
  async (t) => {
    const page = await open()
    t.same(page.said, [])
    t.same(page.asked, [url])
    t.match(await page.title(), 'FAIL: gx-scs does not reach SCS-compatible IaaS v5.1')
  },
)

await t.test('the first screen answers: reached or not, and what is missing', async (t) => {
  const page = await open({ viewport: { width: 1280, height: 800 } })
  const foldOf = async (text: string): Promise<number> =>
    (await page.getByText(text).first().boundingBox())?.y ?? Infinity
  t.ok((await foldOf('does not reach SCS-compatible IaaS v5.1')) < 300)
  t.ok((await foldOf('What is missing')) < 500)
  t.ok((await foldOf('There is a flavor SCS-2V-4-20s')) < 800)
})

await t.test('the filter works, by verdict and by words', async (t) => {
  const page = await open()
  const all = Object.values(sample.results)
  t.equal(await shownRows(page), all.length)
  for (const verdict of ['PASS', 'DNF', 'MISS']) await page.getByLabel(verdict, { exact: true }).uncheck()
  t.equal(await shownRows(page), all.filter(({ verdict }) => verdict === 'FAIL').length)
  await page.getByLabel('Words').fill('FLAVOR 20s')
  t.equal(await shownRows(page), 1)
  t.equal(await page.locator('#shown').textContent(), `1 of ${all.length} shown`)
  await page.getByLabel('Words').press('Enter')
  t.equal(await shownRows(page), 1, 'Enter does not send the form away')
  t.same(page.said, [])
})

await t.test('works by keyboard alone', async (t) => {
  const page = await open()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  t.match(page.url(), /#failed-scs-0100-syntax-check$/, 'the first stop is what is missing most')
  await page.locator('summary').first().focus()
  await page.keyboard.press('Enter')
  t.ok(await page.getByText('Counts until').first().isVisible(), 'evidence unfolds')
})

await t.test('without JavaScript everything is there, and no dead filter', async (t) => {
  const page = await open({ javaScriptEnabled: false })
  t.equal(await shownRows(page), Object.keys(sample.results).length)
  t.notOk(await page.locator('#filter').isVisible())
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    await t.test(`accessible and not too wide: ${colorScheme}, ${width} px`, async (t) => {
      const page = await open({ colorScheme, viewport: { width, height: 800 } })
      await page.locator('details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')))
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
      await page.evaluate(axe)
      const found: { violations: { id: string; impact: string; nodes: { html: string }[] }[] } = await page.evaluate(
        'axe.run(document, { rules: { region: { enabled: true } } })',
      )
      t.same(
        found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })),
        [],
      )
    })
  }
}

await t.test('prints: evidence unfolded, no filter, a PDF with pages', async (t) => {
  const page = await open({ colorScheme: 'dark' })
  const pdf = await page.pdf({ format: 'A4', printBackground: true })
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
  t.ok(pages > 3 && pages < 40, `${pages} pages`)
  await page.emulateMedia({ media: 'print' })
  t.notOk(await page.locator('#filter').isVisible())
})
