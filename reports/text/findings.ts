import type { Report } from '../../src/report.ts'
import { remedyOnce, type Entry, type Gap } from '../shared/summary.ts'
import { count, visible } from '../shared/visible.ts'
import { labelled, paragraph, pointed } from './layout.ts'
import { colorOf, type Look } from './look.ts'

/** What was seen violated, one testcase per block. */
export function failure({ id, result, demandedBy }: Entry, { paint, value, some }: Look): string {
  const { violations, standard, title } = result
  const shown = some(violations)
  const lines = remedyOnce(shown).flatMap(({ subject, expected, actual, remedy }) => [
    paint(colorOf.FAIL, pointed(value(subject), 2)),
    labelled('expected', value(expected), 4),
    labelled('actual', value(actual), 4),
    ...(remedy ? [labelled('remedy', value(remedy), 4)] : []),
  ])
  return [
    `${paint('bold', id)}  (${visible(demandedBy.join(', '))})`,
    `  ${paragraph(value(title), 2)}`,
    `  ${paragraph(value(`${standard.id} ${standard.title}`), 2)}`,
    `  ${paint('underline', value(standard.url))}`,
    ...lines,
    ...more(violations, shown, '  '),
  ].join('\n')
}

/** Testcases left open for one cause: the cause once, however many they are. */
export function gap({ verdict, cause, entries, required }: Gap, { paint, value, verbose }: Look): string {
  const ids = entries.map(({ id }) => id)
  const weight = required === ids.length ? '' : `, ${required || 'none'} required`
  const head = `${count(ids.length, 'testcase')}, ${cause.kind}${weight}`
  const fact = cause.fact ? ` (fact: ${value(cause.fact)})` : ''
  const told = pointed(`${head}: ${value(cause.message)}${fact}`).replace(head, () => paint(colorOf[verdict], head))
  const shown = verbose ? ids : ids.slice(0, ids.length > 4 ? 2 : 4)
  const rest = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : ''
  return `${told}\n  ${paragraph(`${shown.join(', ')}${rest}`, 2)}`
}

/** Remarks; they change no verdict. */
export function notes({ results }: Report, { value, some }: Look): readonly string[] {
  const all = Object.entries(results).flatMap(([id, result]) => result.notes.map((note) => `${id}: ${value(note)}`))
  const shown = some(all)
  return [...shown.map((note) => pointed(note)), ...more(all, shown)]
}

/** What passed, and on how much. */
export function pass({ id, result: { examined, title } }: Entry, { value }: Look): string {
  return pointed(`${id}: ${value(title)} (${'count' in examined ? examined.count : examined.length} examined)`)
}

function more(all: readonly unknown[], shown: readonly unknown[], indent = ''): readonly string[] {
  return all.length > shown.length ? [`${indent}… and ${all.length - shown.length} more (--verbose shows all)`] : []
}
