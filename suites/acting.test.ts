import { readFileSync } from 'node:fs'
import t from 'tap'
import { actingFacts, costInWords } from '../src/cli/making-words.ts'
import { closure } from '../src/fact-store.ts'
import type { Fact } from '../src/fact.ts'
import { suites } from './index.ts'

// What acts on the subject says so before: to the plan, to `explain`, and in the README.

const checks = suites.flatMap((suite) => suite.checks)

t.test('every fact that writes says what it makes, and every one that makes something writes', async (t) => {
  const facts = new Set<Fact>()
  for (const { needs } of checks) closure(needs, facts)
  for (const { name, makes, cost } of facts) t.equal(Boolean(makes), Boolean(cost.writes), name)
})

t.test('what holds room of a quota names those who tell the quotas', async (t) => {
  for (const { name, makes } of checks.flatMap((check) => actingFacts(check)))
    t.equal(Boolean(makes.room), Boolean(makes.quotas), name)
})

t.test('the README has every testcase that acts, with what it creates, for how long, and what it costs', async (t) => {
  const testcases = new Map<Fact, string[]>()
  for (const check of checks)
    for (const fact of actingFacts(check)) testcases.set(fact, [...(testcases.get(fact) ?? []), check.id])
  const rows = [...testcases].map(([{ makes, cost }, ids]) =>
    [idsInWords(ids), makes?.what, makes?.stays, costInWords(cost)].join(' | '),
  )
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const told = [...readme.matchAll(/^ *\| (\S.*?) \|$/gm)].flatMap(([, row = '']) =>
    / writes?\b/.test(row) ? [row] : [],
  )
  t.same(told.toSorted(), rows.toSorted(), 'what the code says, and nothing else')
})

/** `scs-0101-fips-test, -rngd`: a standard is named once in a row. */
function idsInWords(ids: readonly string[]): string {
  const standardIn = (id = '') => /^scs-\d{4}/.exec(id)?.[0]
  return ids
    .map((id, index) => {
      const standard = standardIn(id)
      return standard && standard === standardIn(ids[index - 1]) ? id.slice(standard.length) : id
    })
    .join(', ')
}
