import type { Finding, Violation } from '../../src/check.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { someOf } from '../findings/some-of.ts'
import { ago, isOlderThan, latest } from '../reference-data/dates.ts'
import type { KnownVulnerabilities, KnownVulnerability } from './known-vulnerabilities.ts'
import type { Severity } from './statement.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Reaction times of scs-0124-v1; `none` has none. */
const times: Readonly<Record<Severity, { readonly ms: number; readonly words: string } | null>> = {
  critical: { ms: 3 * hourMs, words: '3 hours' },
  high: { ms: 3 * dayMs, words: '3 days' },
  medium: { ms: 31 * dayMs, words: 'a month' },
  low: { ms: 92 * dayMs, words: '3 months' },
  none: null,
}
const mostAgeDays = 31
const mostNamed = 10

/** Judges what is open by its severity; vulnerabilities.ts says how the doubtful cases are read. */
export function judgeVulnerabilities(known: KnownVulnerabilities | null, now: string): Finding {
  if (known === null) return notHandedIn(without)
  const { documents, open, closed } = known
  const { notAffected, fixed } = closed
  const notes = [
    ...documents.map(({ file, kind, madeAt }) => `${file}: ${kind}, of ${madeAt ?? 'an unknown day'}`),
    `${open.length} open, ${fixed} fixed, ${notAffected} that do not affect anything`,
  ]
  const finding = { examined: { count: open.length + notAffected + fixed }, violations: [], notes }
  const wrong = whatIsWrongWith(documents, now)
  if (wrong !== undefined) return { ...finding, undecided: { kind: 'dependency', message: wrong } }
  const judged = open.map((one) => ({ one, is: standingOf(one, now) }))
  const violations = judged.flatMap(({ one, is }) => (is.is === 'overdue' ? [violationOf(one, is.time, now)] : []))
  const unclear = judged.flatMap(({ one, is }) =>
    is.is === 'unclear' ? [`${nameOf(one)} (${one.place}): ${is.why}`] : [],
  )
  if (unclear.length === 0) return { ...finding, violations }
  const message = `${unclear.length} could not be decided: ${someOf(unclear, mostNamed)}`
  if (violations.length > 0) return { ...finding, violations, notes: [...notes, message] }
  return { ...finding, undecided: { kind: 'dependency', message } }
}

const without = 'no list of vulnerabilities was handed in; name CycloneDX, CSAF or OpenVEX files by vulnerabilities:'

/**
 * The newest counts: an older statement that a component is not affected does not age. Where there are results of scanners, it
 * is the newest list of those: a statement of today does not make up for a scan of last year. An empty list tells nothing.
 */
function whatIsWrongWith(documents: KnownVulnerabilities['documents'], now: string): string | undefined {
  if (documents.every(({ said }) => said === 0)) {
    return 'no list names a vulnerability, and an empty one does not show that anybody looked; hand in what a scanner found'
  }
  const isScanned = documents.some(({ found }) => found > 0)
  const dated = documents.flatMap(({ file, madeAt }) => (madeAt === null ? [] : [{ file, madeAt }]))
  const unreadable = dated.find(({ madeAt }) => Number.isNaN(latest(madeAt)))
  if (unreadable) return `${unreadable.file}: says it was made ${JSON.stringify(unreadable.madeAt)}, which is no time`
  const future = dated.find(({ madeAt }) => latest(madeAt) > Date.parse(now) + 2 * dayMs)
  if (future) return `${future.file}: says it was made on ${future.madeAt}, which is still to come`
  const telling = documents.flatMap(({ file, kind, madeAt, said }) =>
    madeAt !== null && said > 0 && (kind === 'CycloneDX' || !isScanned) ? [{ file, madeAt }] : [],
  )
  const newest = telling.toSorted((one, other) => latest(other.madeAt) - latest(one.madeAt))[0]
  if (!newest) return 'no list says when it was made, so it may be of any age'
  if (!isOlderThan(mostAgeDays, newest.madeAt, now)) return undefined
  return `the newest list, ${newest.file}, is of ${ago(newest.madeAt, now)}; hand in one of the last ${mostAgeDays} days`
}

type Standing =
  | { readonly is: 'in time' }
  | { readonly is: 'overdue'; readonly time: string }
  | { readonly is: 'unclear'; readonly why: string }

function standingOf({ state, rating, since, listedAt }: KnownVulnerability, now: string): Standing {
  if (!rating) return { is: 'unclear', why: 'no document rates it' }
  const time = times[rating.severity]
  if (time === null) return { is: 'in time' }
  if (since === null) return { is: 'unclear', why: 'no document tells since when it is public' }
  const from = latest(since)
  if (Number.isNaN(from)) return { is: 'unclear', why: `${JSON.stringify(since)} is no time` }
  if (Date.parse(now) - from <= time.ms) return { is: 'in time' }
  if (state === 'under_investigation') {
    return { is: 'unclear', why: `still under investigation ${time.words} after its disclosure` }
  }
  if (listedAt === null || isOlderThan(mostAgeDays, listedAt, now)) {
    const when = listedAt === null ? 'no known day' : ago(listedAt, now)
    return { is: 'unclear', why: `only a list of ${when} has it as open, and that one does not count any more` }
  }
  return { is: 'overdue', time: time.words }
}

function nameOf({ id, component }: KnownVulnerability): string {
  return `${id} in ${component}`
}

function violationOf(one: KnownVulnerability, time: string, now: string): Violation {
  const { rating, since } = one
  const score = rating?.score === null || rating === null ? '' : `, CVSS ${rating.score}`
  return {
    subject: `vulnerability ${nameOf(one)}`,
    expected: `closed within ${time} of its disclosure (${rating?.severity}${score})`,
    actual: `open, public since ${ago(since ?? '', now)} (${one.place})`,
    remedy: 'install the fix or make the attack impossible; then say so in the list: fixed or not_affected',
  }
}
