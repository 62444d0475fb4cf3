import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { wrongAge } from './evidence-age.ts'
import { scorecards } from './facts.ts'
import type { Scorecard } from './import/scorecard.ts'

/** Points that a whole needs: half of what there is. Many healthy projects that do not live on GitHub get little more. */
const leastScore = 5

/**
 * Every result of OpenSSF Scorecard that was handed in is at most 92 days old, and says of its repository: `Maintained` not 0
 * (archived, or without activity for 90 days), `License` not 0 (no licence file), `Dangerous-Workflow` not 0 (whoever sends a
 * change can run code with the project's secrets), and 5.0 of 10 points for the whole.
 *
 * scs-0008-v1 asks for active maintenance, clear licences and secure development and names no tool and no numbers: these are ours,
 * low on purpose, so the testcase is a recommendation. Other checks of Scorecard enter by the points for the whole only: most
 * depend on where a project is hosted. -1 is undecided; for `Dangerous-Workflow` it means that there are no workflows, which is
 * fine. A result that leaves out `Maintained` or `License` does not decide. Of several results of one repository the newest counts, of those of one moment the one with the fewest
 * points for what is required, then for the whole: in which order they are named decides nothing.
 */
export const scorecard = check({
  id: 'scs-0008-scorecard',
  title: 'OpenSSF Scorecard finds the components in good health',
  section: 'scs-0008-v1#activity',
  needs: { scorecards, referenceTime },
  judge({ scorecards, referenceTime: now }): Finding {
    if (scorecards === null) return notHandedIn(without)
    const newest = [...Map.groupBy(scorecards, ({ repository }) => repository).values()].flatMap(
      (all) => all.toSorted(newestFirst)[0] ?? [],
    )
    if (newest.length === 0) {
      return { examined: [], violations: [], undecided: { kind: 'dependency', message: 'the files hold no result' } }
    }
    const judged = newest.map((one) => ({ one, age: wrongAge(one.date, now) }))
    const violations = judged.flatMap(({ one, age }) => (age === undefined ? violationsIn(one) : []))
    const unclear = judged.flatMap(({ one, age }) =>
      age === undefined ? openIn(one) : [`${one.file}, of ${one.repository}, ${age}`],
    )
    const notes = newest.map(({ repository, score, date }) => `${repository}: ${score} of 10, on ${date.slice(0, 10)}`)
    const finding = { examined: newest.map(({ repository }) => repository), violations }
    const first = unclear[0]
    if (first === undefined) return { ...finding, notes }
    const message = unclear.join('; ')
    if (violations.length > 0) return { ...finding, notes: [...notes, message] }
    return { ...finding, notes, undecided: { kind: 'dependency', message } }
  },
})

/** What has no date that can be read comes first, and is undecided. */
function newestFirst(one: Scorecard, other: Scorecard): number {
  const [at, otherAt] = [one, other].map(({ date }) => Date.parse(date) || Number.MAX_SAFE_INTEGER) as [number, number]
  return otherAt - at || lowest(one) - lowest(other) || one.score - other.score
}

/** Of the checks that are required, and can be violated. */
function lowest({ checks }: Scorecard): number {
  return Math.min(...Object.keys(required).flatMap((name) => Math.max(checks[name]?.score ?? 10, 0)))
}

const without = 'no results of OpenSSF Scorecard were handed in; name them by scorecards'

const required: Readonly<Record<string, string>> = {
  Maintained: 'it is maintained',
  License: 'it has a licence',
  'Dangerous-Workflow': 'no workflow in which strangers run code with its secrets',
}

function violationsIn({ file, repository, score, checks }: Scorecard): readonly Violation[] {
  const subject = `repository ${repository}`
  const failed = Object.entries(required).flatMap(([name, expected]) => {
    const found = checks[name]
    if (found?.score !== 0) return []
    return [{ subject, expected, actual: `${name}: 0 of 10, ${found.reason} (${file})` }]
  })
  if (score < 0 || score >= leastScore) return failed
  const lowest = Object.entries(checks)
    .filter(([, one]) => one.score >= 0)
    .toSorted(([, one], [, other]) => one.score - other.score)
    .slice(0, 3)
    .map(([name, one]) => `${name} ${one.score}`)
  const actual = `${score} of 10 points (${file}), lowest: ${lowest.join(', ')}`
  return [...failed, { subject, expected: `${leastScore} of 10 points or more`, actual }]
}

function openIn({ file, repository, score, checks }: Scorecard): readonly string[] {
  const open = ['Maintained', 'License'].filter((name) => (checks[name]?.score ?? -1) < 0)
  return [
    ...open.map(
      (name) => `${file}: ${name} of ${repository} ${checks[name] ? 'could not be decided' : 'is not there'}`,
    ),
    ...(score < 0 ? [`${file}: ${repository} has no score`] : []),
  ]
}
