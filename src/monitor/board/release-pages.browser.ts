import type { BrowserContextOptions } from 'playwright-core'
import t from 'tap'
import { browse, testAccessible } from '../../../testbed/monitor/board-browser.ts'
import { fillFleet } from '../../../testbed/monitor/fill-fleet.ts'
import { openMonitor } from '../../../testbed/monitor/open-monitor.ts'
import { loadScope } from '../../standards.ts'

// Needs Chromium; .ci/browser.
const now = Date.parse('2026-06-11T12:00:00Z')
const scope = await loadScope('scs-compatible-iaas')
const testcases = scope.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
const [syntax = '', semantics = ''] = testcases
const hostile =
  '<img src=x onerror=alert(1)> "co" \u202eevil, and a name that is long enough to need more than one line'

const monitor = await openMonitor({ now: () => now })
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
const board = await browse(monitor)

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

const open = (name: Name, options: BrowserContextOptions = {}) => board.open(paths[name], options)

await testAccessible(board, paths)

await t.test('under their own policy nothing of a report runs or loads; without script all is there too', async (t) => {
  for (const name of names) {
    const shown: string[] = []
    for (const javaScriptEnabled of [true, false]) {
      const { page, context, said, asked } = await open(name, { javaScriptEnabled })
      t.same(said, [], name)
      t.same(
        asked
          .map((url) => new URL(url).pathname)
          .filter((path) => path !== '/favicon.ico' && !paths[name].startsWith(path)),
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
