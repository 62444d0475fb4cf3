import type { Result, Verdict } from '../../src/report.ts'
import { remedyOf } from '../shared/command.ts'
import type { Entry, Gap } from '../shared/summary.ts'
import { webAddress } from '../shared/visible.ts'
import { code, prose, table } from './markup.ts'

export const marks = { PASS: '✅', FAIL: '❌', DNF: '❔', MISS: '⏳' } satisfies Record<Verdict, string>

/** What was seen violated, one testcase per section. */
export function failure({ id, result, demandedBy, required }: Entry, some: number): string {
  const { standard, title } = result
  const url = webAddress(standard.url)
  const name = prose(`${standard.id} ${standard.title}`)
  return [
    `### ${marks.FAIL} ${code(id)}${required ? '' : ' (not required)'}`,
    `${prose(title)} ${url ? `[${name}](<${url.replace(/[<>\\]/g, encodeURIComponent)}>)` : name}, demanded by ${prose(demandedBy.join(', ') || 'no version in force')}.`,
    seen(result, some),
  ].join('\n\n')
}

function seen({ violations }: Result, some: number): string {
  const remedies = [...new Set(violations.flatMap(({ remedy }) => remedy ?? []))]
  const rows = violations.slice(0, some).map((v) => [v.subject, v.expected, v.actual].map(code))
  const rest = [
    ...(violations.length > some ? [`… and ${violations.length - some} more.`] : []),
    ...remedies.slice(0, some).map((remedy) => `- Remedy: ${remedied(remedy)}`),
  ]
  return [table(['Violation', 'Expected', 'Actual'], rows), rest.join('\n')].filter(Boolean).join('\n\n')
}

/** Only a command is set as code: that is what gets copied. */
function remedied(remedy: string): string {
  const { before, command, after } = remedyOf(remedy)
  return [prose(before), command && code(command), prose(after)].filter(Boolean).join(' ')
}

/** What was seen violated where the testcase as a whole could not be decided. */
export function suspicions(gaps: readonly Gap[], some: number): readonly string[] {
  const suspected = gaps.flatMap(({ entries }) => entries.filter(({ result }) => result.violations.length > 0))
  const told = suspected
    .slice(0, some)
    .map(({ id, result }) => `#### ${marks[result.verdict]} ${code(id)}: violations seen\n\n${seen(result, some)}`)
  return suspected.length > some ? [...told, `… and ${suspected.length - some} more.`] : told
}

/** Testcases left open for one cause. */
export function gapRow({ verdict, cause, entries, required }: Gap, some: number): readonly string[] {
  const ids = entries.slice(0, some).map(({ id }) => code(id))
  const more = entries.length > some ? `, … and ${entries.length - some} more` : ''
  const fact = cause.fact ? ` (fact: ${code(cause.fact)})` : ''
  const why = `**${cause.kind}**${required > 0 ? '' : ', none required'}: ${prose(cause.message)}${fact}`
  return [`${marks[verdict]} ${verdict}`, ids.join(', ') + more, why]
}
