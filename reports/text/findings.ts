import type { Report, Result } from '../../src/report.ts'
import { remedyOf } from '../shared/command.ts'
import { remedyOnce, type Entry, type Gap } from '../shared/summary.ts'
import { count, visible } from '../shared/visible.ts'
import { labelled, paragraph, pointed, width } from './layout.ts'
import { colorOf, type Look } from './look.ts'

/** What was seen violated, one testcase per block. */
export function failure({ id, result, demandedBy }: Entry, look: Look): string {
  const { standard, title } = result
  return [
    `${look.paint('bold', id)}  (${visible(demandedBy.join(', ')) || 'in no version in force'})`,
    `  ${paragraph(visible(title), 2)}`,
    `  ${paragraph(visible(`${standard.id} ${standard.title}`), 2)}`,
    `  ${look.paint('underline', visible(standard.url))}`,
    ...seen(result, look),
  ].join('\n')
}

function seen({ violations, verdict }: Result, { paint, some }: Look): readonly string[] {
  const shown = some(violations)
  const lines = remedyOnce(shown).flatMap(({ subject, expected, actual, remedy }) => [
    paint(colorOf[verdict], pointed(visible(subject), 2)),
    labelled('expected', visible(expected), 4),
    labelled('actual', visible(actual), 4),
    ...(remedy ? [remedied(visible(remedy))] : []),
  ])
  return [...lines, ...more(violations, shown, '  ')]
}

/** A command stands on one line, however long, so that it can be copied. */
function remedied(text: string): string {
  const { before, command, after } = remedyOf(text)
  return [before, command, after]
    .filter(Boolean)
    .map((part, i) => labelled(i === 0 ? 'remedy' : '', part, 4, part === command ? Infinity : width))
    .join('\n')
}

/** Testcases left open for one cause: the cause once, however many they are. */
export function gap({ verdict, cause, entries, required }: Gap, look: Look): string {
  const { paint, verbose } = look
  const ids = entries.map(({ id }) => id)
  const weight = required === ids.length ? '' : `, ${required || 'none'} required`
  const head = `${count(ids.length, 'testcase')}, ${cause.kind}${weight}`
  const fact = cause.fact ? ` (fact: ${visible(cause.fact)})` : ''
  const told = pointed(`${head}: ${visible(cause.message)}${fact}`).replace(head, () => paint(colorOf[verdict], head))
  const shown = verbose ? ids : ids.slice(0, ids.length > 4 ? 2 : 4)
  const rest = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : ''
  const suspected = entries.filter(({ result }) => result.violations.length > 0)
  const suspects = look.some(suspected)
  return [
    told,
    `  ${paragraph(`${shown.join(', ')}${rest}`, 2)}`,
    ...suspects.flatMap(({ id, result }) => [`  ${paragraph(`violations seen by ${id}:`, 2)}`, ...seen(result, look)]),
    ...more(suspected, suspects, '  '),
  ].join('\n')
}

/** Remarks; they change no verdict. */
export function notes({ results }: Report, { some }: Look): readonly string[] {
  const all = Object.entries(results).flatMap(([id, result]) => result.notes.map((note) => `${id}: ${visible(note)}`))
  const shown = some(all)
  return [...shown.map((note) => pointed(note)), ...more(all, shown)]
}

/** What passed, and on how much. */
export function pass({ id, result: { examined, title } }: Entry): string {
  return pointed(`${id}: ${visible(title)} (${'count' in examined ? examined.count : examined.length} examined)`)
}

function more(all: readonly unknown[], shown: readonly unknown[], indent = ''): readonly string[] {
  return all.length > shown.length ? [`${indent}… and ${all.length - shown.length} more (--verbose shows all)`] : []
}
