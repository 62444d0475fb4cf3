import type { Report, Result } from '../../src/report.ts'
import { count, duration, minute } from '../shared/visible.ts'

/** How a testcase came to its verdict. */
export function evidenceOf({
  examined,
  notes,
  cause,
  violations,
  attempts,
  durationMs,
  expiresAt,
  startedAt,
  section,
  http,
}: Result): object {
  const names = 'count' in examined ? [] : examined
  const judged = startedAt
    ? `${minute(startedAt)}, ${duration(durationMs)}, ${count(http.requests, 'request')}, ${http.retries} repeated, attempts: ${attempts}`
    : 'never'
  const rows = [
    [
      'Examined',
      names.length > 50 ? `${names.slice(0, 50).join(', ')} and ${names.length - 50} more` : names.join(', '),
    ],
    ...violations.map(({ subject, actual }) => ['Violation', `${subject}: ${actual}`]),
    ...(cause ? [[cause.kind, cause.message]] : []),
    ...notes.map((note) => ['Note', note]),
    ['Judged', judged],
    ['Section', section],
    ['Counts until', expiresAt ? expiresAt.slice(0, 10) : ''],
  ]
  return {
    examined: 'count' in examined ? examined.count : names.length,
    evidence: rows.filter(([, text]) => text !== ''),
  }
}

/** What an auditor wants to know of the run. */
export function factsOf({
  subject,
  layer,
  scope,
  uuid,
  creator,
  startedAt,
  finishedAt,
  complete,
  selection,
  http,
}: Report): readonly (readonly string[])[] {
  const only = Object.entries(selection ?? {}).map(([name, value]) => `${name}: ${String(value)}`)
  return [
    ['Subject', `${subject} (${layer})`],
    ['Scope', `${scope.id}, ${scope.uuid}`],
    ['Scope file', `${scope.url}, ${scope.digest}`],
    ...(only.length > 0 ? [['Narrowed to', only.join('; ')]] : []),
    [
      'Run',
      `${minute(startedAt)}, ${duration(Date.parse(finishedAt) - Date.parse(startedAt))}, ${complete ? 'complete' : 'ended early'}`,
    ],
    [
      'Traffic',
      `${count(http.requests, 'request')}, ${http.retries} repeated, ${(http.bytes / 1e6).toFixed(1)} MB received`,
    ],
    ['Report', `${uuid}, written by ${creator.name} ${creator.version}`],
  ]
}
