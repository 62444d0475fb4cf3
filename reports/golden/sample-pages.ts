import { pathToFileURL } from 'node:url'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import t from 'tap'
import { format } from '../html.ts'
import { renderCard } from '../score-card.ts'
import { reportOf, sample, sampleCard } from './sample.ts'

const executablePath = '/usr/bin/chromium'
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** As many testcases, names and violations as a real cloud may have. */
const crowd = reportOf(
  Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [
      `scs-0102-testcase-${n}`,
      {
        verdict: n % 30 === 0 ? 'FAIL' : 'PASS',
        examined: Array.from({ length: n === 0 ? 5000 : 200 }, (_, i) => `image-${i}`),
        violations: Array.from({ length: n === 0 ? 5000 : n % 30 === 0 ? 30 : 0 }, (_, i) => {
          return { subject: `image-${i}`, expected: 'a', actual: 'b', remedy: 'mend it' }
        }),
      } as const,
    ]),
  ),
)

/** The pages that are looked at, by name. */
export const pages = {
  report: format.render(sample),
  bericht: format.render(sample, { language: 'de' }),
  card: renderCard(sampleCard, 'html'),
  karte: renderCard(sampleCard, 'html', 'de'),
  crowd: format.render(crowd),
}
export type Name = keyof typeof pages

const browser = await chromium.launch({ executablePath, args: args.split(' ') })
t.teardown(() => browser.close())
/** Where they are. */
export const folder = t.testdir(Object.fromEntries(Object.entries(pages).map(([name, html]) => [`${name}.html`, html])))
export const urlOf = (name: Name): string => pathToFileURL(`${folder}/${name}.html`).href

/** Opens one; `said` is what the browser says of it, `asked` what it loads. */
export async function open(
  name: Name,
  options: BrowserContextOptions = {},
): Promise<Page & { said: string[]; asked: string[] }> {
  const page = await browser.newPage(options)
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(urlOf(name))
  return Object.assign(page, { said, asked })
}
