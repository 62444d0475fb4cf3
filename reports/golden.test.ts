import { readFileSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { sample, sampleCard, sampleText } from './golden/sample.ts'
import type { ScoreCard } from '../src/report.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'
import { formats } from './index.ts'
import { renderCard } from './score-card.ts'
import { validateReport } from './validate.ts'
import { english } from './language/english.ts'

t.equal(validateReport(sample), null, 'the sample keeps to the schema')

t.test('the sample has all there is', async (t) => {
  const results = Object.values(sample.results)
  const seen = (all: Iterable<string | undefined>): readonly string[] =>
    [...new Set(all)].filter((one) => one !== undefined).toSorted()
  t.same(seen(results.map(({ verdict }) => verdict)), ['DNF', 'FAIL', 'MISS', 'PASS'])
  t.same(seen(results.map(({ cause }) => cause?.kind)), Object.keys(english.wayOut).toSorted())
  t.same(seen(Object.values(sample.versions).flatMap(({ targets }) => Object.keys(targets))), [
    'main',
    'preview',
    'recommended',
  ])
  t.same(seen((sample.waivers ?? []).map(({ state }) => state)), ['expired', 'unknown', 'unused', 'used'])
  t.ok(results.some(({ exhibits = [] }) => exhibits.length > 0))
})

/** Holds what is written against its golden file, or makes that anew. */
function golden(t: Test, file: string, rendered: string): void {
  const path = new URL(`golden/${file}`, import.meta.url)
  if (process.env['UPDATE']) writeFileSync(path, rendered)
  t.equal(rendered, readFileSync(path, 'utf8'), `golden/${file}`)
}

/** A page without the style and the script that all have: sample.html shows them, and that they are in place here shows what stands for them. */
function bare(page: string): string {
  return page.replace(style, () => '/* html/style.ts */\n').replace(script, () => '/* html/script.ts */')
}

t.test('every format writes the sample as it always did', async (t) => {
  for (const [name, load] of Object.entries(formats)) {
    const format = await load()
    // The record of a report is the report.
    golden(t, name === 'json' ? 'sample.report.json' : `sample${format.extension}`, format.render(sample))
    t.equal(format.name, name, 'it goes by its own name')
  }
  golden(t, 'sample.de.html', bare((await formats['html']?.())?.render(sample, { language: 'de' }) ?? ''))
})

t.test('docs/formats.md has every format', async (t) => {
  const page = readFileSync(new URL('../docs/formats.md', import.meta.url), 'utf8')
  for (const load of Object.values(formats)) {
    const { name, extension } = await load()
    t.match(page, `\n| \`${name}\` | \`${extension}\` | `, name)
  }
})

t.test('and the score card', async (t) => {
  golden(t, 'sample.card.json', renderCard(sampleCard, 'json'))
  golden(t, 'sample.card.txt', renderCard(sampleCard, 'text'))
  golden(t, 'sample.card.md', renderCard(sampleCard, 'markdown'))
  golden(t, 'sample.card.html', bare(renderCard(sampleCard, 'html')))
  golden(t, 'sample.card.de.html', bare(renderCard(sampleCard, 'html', 'de')))
  golden(t, 'sample.card.csv', renderCard(sampleCard, 'csv'))
  golden(t, 'sample.card.svg', renderCard(sampleCard, 'badge'))
})

t.test('no format lets a raw control character or a bidirectional override through', async (t) => {
  // oxlint-disable-next-line no-control-regex
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/
  t.match(sampleText, '\\u001b[31m', 'the sample has them')
  const evil = 'gx\u001b[31m\u009b31m\u202e\u0007'
  const standard = { id: evil, title: evil, url: evil }
  const results = Object.fromEntries(
    Object.entries(sample.results).map(([id, result]) => [id, { ...result, title: evil, standard }]),
  )
  const everywhere = { ...sample, subject: evil, scope: { ...sample.scope, name: evil }, results }
  for (const [name, load] of Object.entries(formats)) {
    const format = await load()
    t.notMatch(format.render(sample), raw, name)
    t.notMatch(format.render(everywhere), raw, `${name}, whatever scopes and suites say`)
  }
  const card = { ...sampleCard, subject: evil }
  for (const name of ['text', 'markdown', 'html', 'csv', 'badge', 'json'] as const)
    t.notMatch(renderCard(card, name), raw, `card as ${name}`)
  t.equal((JSON.parse(renderCard(card, 'json')) as ScoreCard).subject, card.subject)
})

t.test('in every language there are the same things', async (t) => {
  const html = await formats['html']?.()
  for (const [english, german] of [
    [html?.render(sample), html?.render(sample, { language: 'de' })],
    [renderCard(sampleCard, 'html'), renderCard(sampleCard, 'html', 'de')],
  ]) {
    const ids = (page = ''): readonly string[] => [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)
    t.same(ids(german), ids(english))
    t.match(german, '<html lang="de">')
    t.notMatch(german, /undefined|\[object/)
  }
})
