import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import t from 'tap'
import type { TestMonitor } from './open-monitor.ts'

// Needs Chromium and axe-core; .ci/browser.
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** A page that is open, in a context of its own: close that. */
export interface OpenPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser says of it; not of the icon that browsers ask for. */
  readonly said: readonly string[]
  /** Addresses that it loads. */
  readonly asked: readonly string[]
}

/** A browser before a monitor that listens. */
export interface BoardBrowser {
  /** Address of the monitor, without a slash at its end. */
  readonly base: string
  readonly browser: Browser
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>
}

/** Both end with the tests. */
export async function browse(monitor: TestMonitor): Promise<BoardBrowser> {
  t.teardown(() => monitor[Symbol.asyncDispose]())
  await monitor.app.listen({ host: '127.0.0.1', port: 0 })
  const base = `http://127.0.0.1:${(monitor.app.server.address() as AddressInfo).port}` // it listens on TCP
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: args.split(' ') })
  t.teardown(() => browser.close())
  return {
    base,
    browser,
    async open(path, options = {}) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      const said: string[] = []
      const asked: string[] = []
      page.on('console', (message) => (/favicon/.test(message.location().url) ? 0 : said.push(message.text())))
      page.on('pageerror', (error) => said.push(String(error)))
      page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`))
      page.on('request', (request) => asked.push(request.url()))
      await page.goto(`${base}${path}`)
      return { page, context, said, asked }
    },
  }
}

/**
 * Tests of each of these pages, by name, light and dark, wide and narrow: axe-core finds nothing, with all that is folded unfolded; nothing
 * is wider than the screen; the browser has nothing to say. SCS_SCREENSHOTS names a folder for pictures.
 */
export async function testAccessible(board: BoardBrowser, paths: Readonly<Record<string, string>>): Promise<void> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const looks = Object.entries(paths).flatMap(([name, path]) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1280, 360].map((width) => ({ name, path, colorScheme, width })),
    ),
  )
  for (const { name, path, colorScheme, width } of looks) {
    await t.test(`accessible, and not too wide: ${name}, ${colorScheme}, ${width} px`, async (t) => {
      // the policy lets nothing run, so axe comes in past it
      const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true }
      const { page, context, said } = await board.open(path, options)
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
        said.filter((line) => !line.includes('404')), // of a page that is not there
        [],
      )
      const folder = process.env['SCS_SCREENSHOTS']
      if (folder !== undefined) {
        await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true })
      }
      await context.close()
    })
  }
}
