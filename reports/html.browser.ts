import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import t from 'tap'
import { folder, open, pages, urlOf } from './golden/sample-pages.ts'
import { sample } from './golden/sample.ts'

// Needs Chromium and pdftotext, so it is no `*.test.ts`: the browser lane (.ci/browser) runs it. Without them it fails, it does not skip.
const shownRows = (page: Page): Promise<number> => page.locator('#testcases tbody tr:visible').count()
const all = Object.entries(sample.results)

for (const [name, title] of [
  ['report', 'FAIL: gx-scs does not reach SCS-compatible IaaS v5.1'],
  ['bericht', 'FAIL: gx-scs erreicht SCS-compatible IaaS v5.1 nicht'],
  ['card', 'Score card of gx-scs'],
  ['karte', 'Wertungskarte von gx-scs'],
] as const) {
  await t.test(
    `${name} loads nothing else, runs nothing from the cloud, and the browser has no complaint`,
    async (t) => {
      const page = await open(name)
      t.same(page.said, [])
      t.same(page.asked, [urlOf(name)])
      t.match(await page.title(), title)
    },
  )
}

await t.test('the first screen has subject, scope, date, levels and counts; then comes what is missing', async (t) => {
  const page = await open('report', { viewport: { width: 1280, height: 800 } })
  const foldOf = async (text: string): Promise<number> =>
    (await page.getByText(text).first().boundingBox())?.y ?? Infinity
  for (const text of [
    'does not reach SCS-compatible IaaS v5.1',
    'gx-scs (iaas)',
    '14 Sept 2026',
    'SCS-sovereign',
    'not attempted',
  ]) {
    t.ok((await foldOf(text)) < 600, text)
  }
  t.ok((await foldOf('There is a flavor SCS-2V-4-20s')) < 900)
  const order = await page.locator('h2').allTextContents()
  t.same(order, [
    'Levels',
    'What is missing for SCS-compatible IaaS v5.1',
    'What to do next',
    'Seen violated',
    'Not decided, not attempted',
    'Waivers',
    'Levels and versions',
    'Results by standard',
    'Where the nodes are',
    'All testcases',
    'This run',
  ])
})

await t.test('the filter works: by verdict, words, standard and target', async (t) => {
  const page = await open('report')
  const count = async (wanted: (one: (typeof all)[number]) => boolean, what: string): Promise<unknown> =>
    t.equal(await shownRows(page), all.filter(wanted).length, what)
  await count(() => true, 'all')
  for (const verdict of ['PASS', 'DNF', 'MISS']) await page.getByLabel(verdict, { exact: true }).uncheck()
  await count(([, { verdict }]) => verdict === 'FAIL', 'FAIL')
  await page.getByLabel('Words').fill('FLAVOR 20s')
  t.equal(await shownRows(page), 1)
  t.equal(await page.locator('#shown').textContent(), `1 of ${all.length} shown`)
  await page.getByLabel('Words').press('Enter')
  t.equal(await shownRows(page), 1, 'Enter does not send the form away')
  await page.getByRole('button', { name: 'Show all' }).click()
  await count(() => true, 'all again')
  await page.locator('select[name=standard]').selectOption('scs-0103-v1')
  await count(([, { standard }]) => standard.id === 'scs-0103-v1', 'standard')
  await page.locator('select[name=standard]').selectOption('')
  await page.locator('select[name=target]').selectOption('recommended')
  const recommended = new Set(
    Object.values(sample.versions).flatMap(({ targets }) => targets.recommended?.testcases ?? []),
  )
  await count(([id]) => recommended.has(id), 'target')
  t.same(page.said, [])
})

await t.test('the filter of a score card works too', async (t) => {
  const page = await open('karte')
  const total = await shownRows(page)
  await page.getByLabel('PASS', { exact: true }).uncheck()
  t.equal(await shownRows(page), 4)
  await page.locator('select[name=target]').selectOption('preview')
  t.equal(await page.locator('#shown').textContent(), `1 von ${total} gezeigt`)
})

await t.test('works by keyboard alone', async (t) => {
  const page = await open('report')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  t.match(page.url(), /#all$/, 'the first stop leads past everything to the testcases')
  await page.locator('#missing + ul a').first().focus()
  await page.keyboard.press('Enter')
  t.match(page.url(), /#failed-scs-0100-syntax-check$/)
  await page.locator('#testcases summary').first().focus()
  await page.keyboard.press('Enter')
  t.ok(await page.getByText('Counts until').first().isVisible(), 'evidence unfolds')
})

await t.test('a link to a testcase that the filter hides shows it, with its evidence', async (t) => {
  const page = await open('report')
  await page.getByLabel('DNF', { exact: true }).uncheck()
  await page.locator('#open-1 a').first().click()
  const row = page.locator('#testcase-scs-0101-entropy-avail')
  await row.waitFor({ state: 'visible' })
  t.equal(await row.locator('details').getAttribute('open'), '')
})

await t.test('without JavaScript everything is there, and no dead filter', async (t) => {
  const page = await open('report', { javaScriptEnabled: false })
  t.equal(await shownRows(page), all.length)
  t.notOk(await page.locator('#filter').isVisible())
})

for (const javaScriptEnabled of [true, false]) {
  await t.test(
    `prints on A4, ${javaScriptEnabled ? 'with' : 'without'} script: nothing folded or hidden`,
    async (t) => {
      const page = await open('report', { colorScheme: 'dark', javaScriptEnabled })
      if (javaScriptEnabled) await page.getByLabel('Words').fill('nothing has such a name')
      const pdf = await page.pdf({ preferCSSPageSize: true })
      writeFileSync(`${folder}/report.pdf`, pdf)
      const text = execFileSync('pdftotext', ['-layout', `${folder}/report.pdf`, '-'], { encoding: 'utf8' })
      const sheets = text.split('\f').slice(0, -1)
      t.ok(sheets.length > 5 && sheets.length < 30, `${sheets.length} pages`)
      t.equal(
        text.match(/Counts until/g)?.length,
        all.filter(([, { expiresAt }]) => expiresAt !== null).length,
        'all evidence',
      )
      for (const [i, sheet] of sheets.entries()) {
        t.match(sheet, /SCS conformance report: gx-scs +SCS-compatible IaaS v5\.1, 14 Sept 2026/)
        t.match(sheet, new RegExp(`${sample.uuid} +Page ${i + 1} of ${sheets.length}`))
      }
      t.notMatch(text, 'Show all', 'no filter on paper')
    },
  )
}

await t.test('300 testcases and 5,000 names: opens, filters', async (t) => {
  t.ok(pages.crowd.length < 3_000_000, `${pages.crowd.length} letters`)
  const page = await open('crowd')
  t.equal(await shownRows(page), 300)
  await page.getByLabel('Words').fill('testcase-299')
  t.equal(await shownRows(page), 1)
  t.equal(await page.getByText('4,980 violations more').count(), 1)
  t.same(page.said, [])
})
