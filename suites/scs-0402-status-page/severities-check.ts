import { check, type Finding, type Violation } from '../../src/check.ts'
import { statusPage } from './facts.ts'
import { noStatusPage } from './not-handed-in.ts'

/**
 * The severities of the status page cover 0 to 100 without gap or overlap.
 *
 * A severity has an upper bound and begins above the one before it, so there is a gap only above the highest: there must be one
 * with 100. 0 is reserved for maintenance whether it is listed or not. Names must be unique. Values should be: two severities with
 * the same one overlap, and nobody can tell which is meant, so that is a violation of this testcase though the decision only
 * says SHOULD.
 */
export const severitiesCheck = check({
  id: 'scs-0402-severities',
  title: 'The severities of the status page cover 0 to 100 without gap or overlap',
  section: 'scs-0402-v1#severity',
  needs: { statusPage },
  judge({ statusPage }): Finding {
    if (!statusPage) return noStatusPage
    const { severities, asked } = statusPage
    if (!severities) {
      const { outcome } = asked.find(({ call }) => call === 'GET /severities') ?? {}
      const unseen = outcome?.kind === 'unobserved' ? { kind: outcome.cause, message: outcome.message } : undefined
      const message = 'it has no list of severities; see scs-0402-status-page'
      return { examined: [], violations: [], undecided: unseen ?? { kind: 'malformed', message } }
    }
    const { items, isWhole } = severities
    const examined = items.map(({ name, value }) => `severity ${name ?? 'without name'} up to ${value ?? 'no value'}`)
    const violations: Violation[] = []
    for (const { name, value } of items) {
      const subject = `severity ${name ?? 'without name'}`
      if (name === null || name === '') violations.push({ subject, expected: 'a name', actual: 'none' })
      if (value === null) violations.push({ subject, expected: 'a value, its upper bound', actual: 'none' })
    }
    violations.push(
      ...repeated(items.map(({ name }) => name)).map((name) => ({
        subject: `severity ${name}`,
        expected: 'a name of its own',
        actual: 'several have it',
      })),
      ...repeated(items.map(({ value }) => value)).map((value) => ({
        subject: `severities ${items.flatMap((one) => (one.value === value ? [one.name ?? 'without name'] : [])).join(', ')}`,
        expected: 'ranges that do not overlap',
        actual: `all of them end at ${value}`,
        remedy: 'give each a value of its own',
      })),
    )
    const highest = Math.max(0, ...items.flatMap(({ value }) => (value === null ? [] : [value])))
    const isClosed = highest === 100
    if (!isClosed && isWhole) {
      const actual = items.length === 0 ? 'there is no severity' : `${highest + 1} to 100 belong to none`
      violations.push({ subject: 'severities', expected: 'one with the value 100', actual, remedy: 'POST /severities' })
    }
    if (violations.length > 0 || isWhole) return { examined, violations }
    const message = 'not every severity could be read; see scs-0402-status-page'
    return { examined, violations, undecided: { kind: 'malformed', message } }
  },
})

function repeated<T>(values: readonly (T | null)[]): readonly T[] {
  const known = values.flatMap((value) => (value === null ? [] : [value]))
  return [...new Set(known.filter((value, at) => known.indexOf(value) !== at))]
}
