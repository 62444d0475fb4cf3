import type { Report, Result } from '../../src/report.ts'
import type { Tongue } from '../language/tongue.ts'

/** So many examined names, and violations seen, are told with a testcase. */
const many = 50

/** How a testcase came to its verdict. */
export function evidenceOf(
  result: Result,
  { words: { facts: words, page }, number, count, moment, day, duration }: Tongue,
): object {
  const { examined, notes, cause, violations, attempts, durationMs, expiresAt, startedAt, section, http } = result
  const names = 'count' in examined ? [] : examined
  const judged = startedAt
    ? words.judgedAs(
        moment(startedAt), duration(durationMs), count(http.requests, 'request'), number(http.retries), number(attempts),
      ) // prettier-ignore
    : words.never
  const first = names.slice(0, many).join(', ')
  const rows = [
    [words.examined, names.length > many ? words.more(first, number(names.length - many)) : first],
    ...violations.slice(0, many).map(({ subject, actual }) => [words.violation, `${subject}: ${actual}`]),
    ...(violations.length > many
      ? [[words.violation, page.moreViolations(count(violations.length - many, 'violation'))]]
      : []),
    ...(cause ? [[cause.kind, cause.message]] : []),
    ...notes.map((note) => [words.note, note]),
    [words.judged, judged],
    [words.section, section],
    [words.countsUntil, expiresAt ? day(expiresAt) : ''],
  ]
  return {
    examined: 'count' in examined ? examined.count : names.length,
    evidence: rows.filter(([, text]) => text !== ''),
  }
}

/** What an auditor wants to know first: of what, by what, when. */
export function glanceOf(
  { subject, layer, scope, referenceDate, startedAt, finishedAt, complete }: Report,
  version: string,
  { words: { page, facts }, day, moment, duration }: Tongue,
): readonly (readonly string[])[] {
  const took = duration(Date.parse(finishedAt) - Date.parse(startedAt))
  return [
    [page.subject, `${subject} (${layer})`],
    [page.scope, `${scope.name} ${version}`.trim()],
    [page.date, day(referenceDate)],
    [page.run, `${moment(startedAt)}, ${took}, ${complete ? facts.complete : facts.early}`],
  ]
}

/** What makes a report less than it seems, or other. */
export function remarksOf({ complete, selection, redaction }: Report, { words: { page } }: Tongue): readonly string[] {
  return [
    ...(complete ? [] : [page.early]),
    ...(selection ? [`${page.narrowed} ${narrowing(selection)}`] : []),
    ...(redaction ? [`${page.redacted} ${redaction.of}.`] : []),
  ]
}

/** What an auditor wants to know of the run. */
export function factsOf(report: Report, tongue: Tongue): readonly (readonly string[])[] {
  const { subject, layer, scope, uuid, creator, startedAt, finishedAt, complete, selection, http } = report
  const { words: { facts: words, page }, number, count, moment, duration } = tongue // prettier-ignore
  const megabytes = (http.bytes / 1e6).toLocaleString(tongue.words.locale, { maximumFractionDigits: 1 })
  const took = duration(Date.parse(finishedAt) - Date.parse(startedAt))
  return [
    [page.subject, `${subject} (${layer})`],
    [page.scope, `${scope.id}, ${scope.uuid}`],
    [words.scopeFile, `${scope.url}, ${scope.digest}`],
    ...(selection ? [[words.narrowed, narrowing(selection)]] : []),
    [page.run, `${moment(startedAt)}, ${took}, ${complete ? words.complete : words.early}`],
    [
      words.traffic,
      [count(http.requests, 'request'), words.repeated(number(http.retries)), words.received(megabytes)].join(', '),
    ],
    [words.report, `${uuid}, ${words.writtenBy(`${creator.name} ${creator.version}`)}`],
  ]
}

function narrowing(selection: NonNullable<Report['selection']>): string {
  return Object.entries(selection)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('; ')
}
