import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { renderLevels } from './levels-page.ts'
import type { Scope } from './scope.ts'
import { loadScope, loadStandards, scopeIds } from './standards.ts'

const scopes: readonly Scope[] = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
const page = renderLevels(scopes, await loadStandards())

t.test('docs/levels.md is what the scopes and standards say', async (t) => {
  const file = new URL('../docs/levels.md', import.meta.url)
  if (process.env['TAP_SNAPSHOT'] === '1') writeFileSync(file, page)
  const isFresh = readFileSync(file, 'utf8') === page
  t.ok(isFresh, 'if not: TAP_SNAPSHOT=1 node src/levels-page.test.ts, and commit docs/levels.md')
})

t.test(
  'each requirement of a proposal is there, with the links of its sources; each source says something',
  async (t) => {
    for (const { proposal, level, testcases, sources = [] } of scopes) {
      if (!proposal) continue
      const part = page.slice(page.indexOf(`## SCS-${level} `), page.indexOf('## What is left out'))
      for (const { id, description, grounds } of testcases) {
        const its = part.slice(part.indexOf(`#### ${id} (`)).split('\n#### ')[0] ?? ''
        t.ok(its.includes(description), id)
        for (const { url } of grounds?.sources ?? []) t.ok(its.includes(`](${url})`), `${id}: ${url}`)
      }
      for (const { id, says } of sources) t.ok(page.includes(`| \`${id}\` |`) && page.includes(says), id)
    }
  },
)

t.test('no heading and no sentence calls a proposal official', async (t) => {
  for (const { name, proposal } of scopes) {
    t.match(page, `| ${name} | ${proposal ? 'draft proposal' : 'official'} |`)
  }
  t.match(page, /^## SCS-open \(draft proposal\)$/m)
  t.match(page, /^## SCS-sovereign \(draft proposal\)$/m)
  t.match(page, /have not been formalised by anyone/)
})

t.test('a requirement that is founded on nothing, or that no version names, is a mistake', async (t) => {
  const [open] = scopes.filter(({ id }) => id === 'scs-open-iaas')
  if (!open) throw new Error('there is no scs-open-iaas')
  const bare = open.testcases.map((testcase) => {
    const { grounds: _, ...rest } = testcase
    return rest
  })
  t.throws(() => renderLevels([{ ...open, testcases: bare }], []), /scs-0008-sbom is founded on nothing/)
  t.throws(() => renderLevels([{ ...open, versions: [] }], []), /no version of the proposals names scs-0008-sbom/)
})
