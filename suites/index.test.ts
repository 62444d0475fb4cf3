import t from 'tap'
import { closure } from '../src/fact-store.ts'
import { sectionUrl, standardOf } from '../src/standard.ts'
import { loadScope, loadStandards, scopeIds } from '../src/standards.ts'
import { suites } from './index.ts'

// One owner per fact: the standards own prose and places, the checks own the judging; here is where they meet.

const checks = suites.flatMap((suite) => suite.checks.map((check) => ({ suite, check })))
const standards = await loadStandards()

t.test('every check has an id of its own, that the standards know, in the suite of its standard', async (t) => {
  const ids = checks.map(({ check }) => check.id)
  t.same(ids.toSorted(), [...new Set(ids)].toSorted())
  for (const { suite, check } of checks) {
    t.ok(standardOf(standards, check.id), check.id)
    t.equal(standardOf(standards, check.id)?.standard.id.slice(0, 8), suite.id.slice(0, 8), check.id)
  }
})

t.test('every section that a check names is a heading of the standard', async (t) => {
  for (const { check } of checks) t.ok(sectionUrl(standards, check.section), `${check.id}: ${check.section}`)
})

t.test(
  'every automated testcase of the IaaS scope has a check, but for the standards that are still to come',
  async (t) => {
    const known = new Set(checks.map(({ check }) => check.id))
    const { testcases } = await loadScope('scs-compatible-iaas')
    const open = testcases.filter(({ id, manual }) => !manual && !known.has(id)).map(({ id }) => id)
    t.same(
      open.filter((id) => !/^scs-01(01|17)-/.test(id)),
      [],
    )
  },
)

t.test('every testcase of a scope is told of by a standard', async (t) => {
  for (const scope of await scopeIds()) {
    for (const { id } of (await loadScope(scope)).testcases) {
      t.ok(standardOf(standards, id), id)
    }
  }
})

t.test('what a proposal demands has a source, a check or questions to a person, and a remedy', async (t) => {
  const judged = new Set(checks.map(({ check }) => check.id))
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  const proposals = scopes.filter(({ proposal }) => proposal)
  t.same(
    proposals.map(({ id }) => id),
    ['scs-open-iaas', 'scs-open-kaas', 'scs-sovereign-iaas', 'scs-sovereign-kaas'],
  )
  for (const { id, remedy, manual, grounds } of proposals.flatMap(({ testcases }) => testcases)) {
    t.ok(grounds && grounds.sources.length > 0, `${id} has a source`)
    t.same(grounds?.decidedBy.includes('attestation'), manual, `${id} is decided by an attestation where it is manual`)
    t.ok(remedy, `${id} has a remedy`)
    const questions = standardOf(standards, id)?.questions ?? []
    t.ok(manual ? questions.length > 2 && !judged.has(id) : judged.has(id), `${id} has a check or questions`)
  }
})

t.test('facts have names that tell them apart, since a cause names one', async (t) => {
  const facts = new Set(checks.flatMap(({ check }) => [...closure(check.needs)]))
  const names = [...facts].map(({ name }) => name)
  t.same(names.toSorted(), [...new Set(names)].toSorted())
})
