import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { open } from './golden/sample-pages.ts'

// Needs Chromium, as html.browser.ts.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

for (const name of ['report', 'bericht', 'card', 'karte'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await t.test(`accessible and not too wide: ${name}, ${colorScheme}, ${width} px`, async (t) => {
        const page = await open(name, { colorScheme, viewport: { width, height: 800 } })
        await page.locator('details').evaluateAll((each) => each.forEach((one) => one.setAttribute('open', '')))
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
        await page.evaluate(axe)
        const found: { violations: { id: string; impact: string; nodes: { html: string }[] }[] } = await page.evaluate(
          'axe.run(document, { rules: { region: { enabled: true } } })',
        )
        t.same(
          found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })),
          [],
        )
        await page.close()
      })
    }
  }
}
