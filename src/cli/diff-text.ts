import type { Change, Comparison } from '../comparison.ts'
import type { Edition, ScopeChange } from '../scope-comparison.ts'
import { oneLine } from './one-line.ts'
import { table } from './table.ts'

const lists = [
  ['regressions', 'Regressions: FAIL now'],
  ['lost', 'Passed before, not decided any more'],
  ['fixes', 'Fixed: PASS now'],
  ['otherwise', 'Changed otherwise'],
  ['evidence', 'Same verdict, other evidence'],
  ['added', 'New testcases'],
  ['removed', 'Testcases that are gone'],
] as const satisfies readonly (readonly [keyof Comparison, string])[]

/** A comparison for a terminal. */
export function asText(comparison: Comparison): string {
  const parts = partsOf(comparison)
  const blocks = parts.map(([title, changes]) => {
    const lines = changes.map((change) => [
      `  ${change.id}: ${turn(change)}`,
      ...reasons(change).map((text) => `      ${text}`),
    ])
    return [title, ...lines.flat()].map((line) => oneLine(line)).join('\n')
  })
  const doubts = comparison.doubts.map((doubt) => oneLine(`Note: ${doubt}.`))
  return `${[
    heading(comparison),
    ...doubts,
    levelsOf(comparison),
    ...blocks,
    ...(parts.length === 0 ? ['Nothing has changed.'] : []),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`
}

/** A comparison for a forge: for a comment on the change that is being tried. */
export function asMarkdown(comparison: Comparison): string {
  const parts = partsOf(comparison)
  const blocks = parts.map(([title, changes]) => {
    const rows = changes.map(
      (change) => `| ${cell(change.id)} | ${cell(turn(change))} | ${reasons(change).map(cell).join('<br>')} |`,
    )
    return [`### ${title}`, '', '| Testcase | Verdict | Why |', '|---|---|---|', ...rows].join('\n')
  })
  const doubts = comparison.doubts.map((doubt) => `> ${cell(doubt)}`)
  const levels = levelsOf(comparison)
  const nothing = parts.length === 0 ? ['Nothing has changed.'] : []
  return `${[`## ${cell(heading(comparison))}`, ...doubts, levels, ...blocks, ...nothing].filter((block) => block !== '').join('\n\n')}\n`
}

/** What another version of a scope asks for, for a terminal. */
export function editionsAsText(before: Edition, after: Edition, changes: readonly ScopeChange[]): string {
  const rows = changes.map((change) => [
    change.id,
    change.before ?? '-',
    change.after ?? '-',
    oneLine(change.description),
  ])
  const head = `From ${nameOf(before)} to ${nameOf(after)}`
  if (rows.length === 0) return `${head}: no testcase counts otherwise.\n`
  return `${head}\n\n${table([['TESTCASE', before.version.version, after.version.version, ''], ...rows])}`
}

/** The same for a forge. */
export function editionsAsMarkdown(before: Edition, after: Edition, changes: readonly ScopeChange[]): string {
  const rows = changes.map(
    (one) => `| ${cell(one.id)} | ${one.before ?? '–'} | ${one.after ?? '–'} | ${cell(one.description)} |`,
  )
  const head = `## From ${cell(nameOf(before))} to ${cell(nameOf(after))}`
  const table = ['| Testcase | Before | After | Demands |', '|---|---|---|---|', ...rows].join('\n')
  return `${head}\n\n${rows.length === 0 ? 'No testcase counts otherwise.' : table}\n`
}

function partsOf(comparison: Comparison): readonly (readonly [string, readonly Change[]])[] {
  return lists.flatMap(([key, title]) =>
    comparison[key].length > 0 ? [[`${title} (${comparison[key].length})`, comparison[key]] as const] : [],
  )
}

function heading({ before, after }: Comparison): string {
  return `${after.subject}, ${after.scope}: ${before.finishedAt.slice(0, 16)} and ${after.finishedAt.slice(0, 16)} (UTC)`
}

function levelsOf({ levels }: Comparison): string {
  return levels.map(({ level, before, after }) => `SCS-${level}: ${before}, now ${after}`).join('\n')
}

function turn({ before, after }: Change): string {
  if (before === null) return `${after}, not there before`
  if (after === null) return `was ${before}`
  return before === after ? before : `${before}, now ${after}`
}

function reasons({
  before,
  appeared,
  vanished,
  cause,
  causeBefore,
  after,
  notes,
  placement,
}: Change): readonly string[] {
  const why = cause && (before !== after || causeBefore) ? [`${cause.kind}: ${cause.message}`] : []
  return [
    ...why,
    ...(causeBefore ? [`before: ${causeBefore.kind}: ${causeBefore.message}`] : []),
    ...appeared.map(({ subject, expected, actual }) => `+ ${subject}: expected ${expected}, found ${actual}`),
    ...vanished.map(({ subject, actual }) => `- ${subject}: ${actual}`),
    ...few(
      placement.map(({ what, before: was, after: is }) => `~ ${what}: ${was ?? 'not there'}, now ${is ?? 'gone'}`),
    ),
    ...few(notes.appeared.map((note) => `+ note: ${note}`)),
    ...few(notes.vanished.map((note) => `- note: ${note}`)),
  ]
}

/** After an upgrade every node may be another one; all of them stand in the JSON. */
function few(lines: readonly string[]): readonly string[] {
  const most = 12
  return lines.length > most ? [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more`] : lines
}

function nameOf({ scope, version }: Edition): string {
  return `${scope.name} ${version.version}`
}

/** No markup of Markdown or HTML, whatever a cloud calls its things. */
function cell(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]<>|#~&]/g, (char) => `&#${char.codePointAt(0)};`)
}
