import type { Cause, Report, Verdict } from '../../src/report.ts'
import type { Entry, Gap } from './summary.ts'
import { plain, type Tongue } from '../language/tongue.ts'
import { shellWord, visible } from './visible.ts'

const few = 3

interface Standing {
  readonly verdict: Verdict
  readonly version: string
  readonly failures: readonly Entry[]
  readonly gaps: readonly Gap[]
  readonly required: ReadonlySet<string>
}

/** What to do next; a command stands apart, so that it can be copied. */
export interface Step {
  readonly text: string
  readonly command?: string
}

/** In the order in which they help. */
export function nextSteps(
  report: Report,
  { verdict, version, failures, gaps, required }: Standing,
  tongue: Tongue = plain,
): readonly Step[] {
  const { words: { nextSteps: words }, count, day } = tongue // prettier-ignore
  const steps: Step[] = []
  if (failures[0]) {
    steps.push(
      {
        text: words.mend(count(violations(failures), 'violation')),
        command: `scs-conformance explain ${failures[0].id}`,
      },
      { text: words.again(words.placeholders[report.layer]), command: again(report, failures) },
    )
  }
  const decisive = gaps.filter((gap) => gap.required > 0)
  if (verdict !== 'PASS') steps.push(...waysOut(report, decisive.length > 0 ? decisive : gaps, tongue))
  if (verdict === 'PASS') {
    const expiries = [...required].flatMap((id) => report.results[id]?.expiresAt ?? [])
    const first = expiries.toSorted()[0]
    if (first) steps.push({ text: words.expire(day(first)) })
  }
  if (report.versions[version]?.validity === 'warn') {
    steps.push({ text: words.warn(visible(version)) })
  }
  return steps
}

/** A step for each of the first few kinds of causes: who has many to mend begins with these. */
function waysOut(report: Report, gaps: readonly Gap[], { words }: Tongue): readonly Step[] {
  const kinds = new Set(gaps.map(({ cause }) => cause.kind))
  if (kinds.size > 1) kinds.delete('dependency') // mended with the others
  const wordsFor = (kind: Cause['kind']) =>
    kind === 'not-selected' && report.selection === undefined ? words.nextSteps.leftOutByDefault : words.wayOut[kind]
  const steps = [...kinds].slice(0, few).map((kind) => ({ text: wordsFor(kind) }))
  const rest = [...kinds].slice(few)
  return rest.length > 0 ? [...steps, { text: words.nextSteps.others(rest.join(', ')) }] : steps
}

function violations(failures: readonly Entry[]): number {
  return failures.flatMap(({ result }) => result.violations).length
}

/**
 * The command that judges these testcases again; by a pattern where the list would be too long to read. CLOUD or FILE is for
 * the reader to fill in: a report knows what the subject is called, not where it was found.
 */
function again({ layer, scope, selection }: Report, failures: readonly Entry[]): string {
  const ids = failures.map(({ id }) => id)
  const standards = [...new Set(ids.map((id) => id.split('-').slice(0, 2).join('-')))]
  const tests = ids.length <= 4 ? `^(${ids.join('|')})$` : `^(${standards.join('|')})-`
  const version = selection?.scopeVersion
  return [
    `scs-conformance run ${layer === 'kaas' ? '--kubeconfig FILE' : '--os-cloud CLOUD'}`,
    `--scope ${shellWord(scope.id)}`,
    ...(version === undefined ? [] : [`--scope-version ${shellWord(version)}`]),
    `--tests ${shellWord(tests)}`,
    ...(failures.some(({ result }) => result.section === 'heavy') ? ['--section light,heavy'] : []),
  ].join(' ')
}
