import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { chromium, type BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { fillFleet } from '../../../testbed/monitor/fill-fleet.ts'
import { openMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { loadScope } from '../../standards.ts'

// Needs Chromium; .ci/browser.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const now = Date.parse('2026-06-11T12:00:00Z')
const scope = await loadScope('scs-compatible-iaas')
const testcases = scope.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
const [syntax = '', semantics = ''] = testcases
const hostile =
  '<img src=x onerror=alert(1)> "co" \u202eevil, and a name that is long enough to need more than one line'

const monitor = await openMonitor({ now: () => now })
t.teardown(() => monitor[Symbol.asyncDispose]())
await fillFleet(monitor.database, {
  scope,
  subjects: ['gx-scs', 'pco-prod1', 'wavestack', hostile],
  testcases: testcases.slice(0, 20),
  now,
  nights: 120,
  step: 3,
  result: (subject, testcase, ago) =>
    testcase === syntax && subject === hostile ? -1 : testcase === semantics && ago < 9 ? 0 : 1,
})
await monitor.app.listen({ host: '127.0.0.1', port: 0 })
const base = `http://127.0.0.1:${(monitor.app.server.address() as AddressInfo).port}` // it listens on TCP
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: args.split(' ') })
t.teardown(() => browser.close())

const paths = {
  'no-go': '/board/release',
  'nobody-yet': '/board/release?scope=scs-compatible-kaas',
  scopes: '/board/scopes',
  scope: '/board/scopes/scs-compatible-iaas',
  'testcase-cloud': `/board/testcases/${syntax}`,
  'testcase-test': `/board/testcases/${semantics}`,
} as const
type Name = keyof typeof paths
const names = Object.keys(paths) as readonly Name[]

/** Opens a page; `said` is what the browser says of it, `asked` what it loads. */
async function open(name: Name, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${base}${paths[name]}`)
  return { page, context, said, asked }
}

for (const name of names) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await t.test(`accessible, and not too wide: ${name}, ${colorScheme}, ${width} px`, async (t) => {
        // the policy lets nothing run, so axe comes in past it
        const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true }
        const { page, context } = await open(name, options)
        await page.locator('details').evaluateAll((each) => each.forEach((one) => one.setAttribute('open', '')))
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
        await page.evaluate(axe)
        const found: { violations: { id: string; nodes: { html: string }[] }[] } =
          await page.evaluate('axe.run(document)')
        t.same(
          found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html) })),
          [],
        )
        await context.close()
      })
    }
  }
}

await t.test('under their own policy nothing of a report runs or loads; without script all is there too', async (t) => {
  for (const name of names) {
    const shown: string[] = []
    for (const javaScriptEnabled of [true, false]) {
      const { page, context, said, asked } = await open(name, { javaScriptEnabled })
      t.same(
        said.filter((line) => !line.includes('404')),
        [],
        name,
      ) // of the icon that browsers ask for
      t.same(
        asked.filter((path) => path !== '/favicon.ico' && !paths[name].startsWith(path)),
        [],
        name,
      )
      shown.push((await page.textContent('main')) ?? '')
      await context.close()
    }
    t.equal(shown[0], shown[1], name)
  }
})

await t.test('the form of the release board asks another question, with and without script', async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, context } = await open('no-go', { javaScriptEnabled })
    t.match(await page.textContent('h1'), /NO-GO\s+SCS-compatible IaaS v5\.1/)
    await page.getByLabel('Subjects wanted').fill('1')
    await page.locator('select[name=version]').selectOption('v3')
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/version=v3/)
    t.match(page.url(), /scope=scs-compatible-iaas&version=v3&since=2026-05-14&minimum=1/)
    t.match(await page.textContent('h1'), /SCS-compatible IaaS v3\s+deprecated/)
    await context.close()
  }
})

await t.test('printed, all is unfolded', async (t) => {
  const { page, context } = await open('testcase-test')
  t.notOk(await page.getByText('Share of PASS').isVisible())
  await page.evaluate("dispatchEvent(new Event('beforeprint'))")
  t.ok(await page.getByText('Share of PASS').isVisible())
  await context.close()
})
