import type { Cause, Report, Verdict } from '../../src/report.ts'
import type { Entry, Gap } from './summary.ts'
import { count, shellWord, visible } from './visible.ts'

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

/** What to do about a cause, for the one who runs the cloud or this tool. */
export const wayOut = {
  auth: 'Check user, password or application credential in clouds.yaml: the subject refused them.',
  timeout: 'Run again when the subject is less busy, or give each fact more time with --fact-timeout.',
  unreachable: 'Check network, proxy and TLS trust between this machine and the subject; scs-conformance doctor helps.',
  forbidden: 'Run as a user with the role member (neither admin nor manager) in a project of its own.',
  quota: 'Raise the quota of the test project, or remove what fills it.',
  malformed: 'The subject answered something that clients cannot read: ask those who run that service.',
  interrupted: 'The run ended before these were decided: run again with more time (--timeout).',
  'not-selected': 'The run was narrowed: leave out --tests, --section and --read-only for a full verdict.',
  manual: 'No tool can decide these: they need the word of a person, an attestation.',
  'no-check': 'No check is known for these: update scs-conformance, or name a suite that has one (--suite).',
  dependency: 'Mend what they depend on first, then run again.',
  internal: 'A fault of this tool, not of the subject: please report it together with report.json.',
} satisfies Record<Cause['kind'], string>

const leftOutByDefault =
  'Testcases that take long were left out: add --section light,heavy, or give results of theirs with --import.'

export function nextSteps(report: Report, { verdict, version, failures, gaps, required }: Standing): readonly Step[] {
  const steps: Step[] = []
  if (failures[0]) {
    steps.push(
      {
        text: `Mend the ${count(violations(failures), 'violation')}; what a testcase demands, and why:`,
        command: `scs-conformance explain ${failures[0].id}`,
      },
      { text: `Then judge those again (${placeholders[report.layer]}):`, command: again(report, failures) },
    )
  }
  const decisive = gaps.filter((gap) => gap.required > 0)
  if (verdict !== 'PASS') steps.push(...waysOut(report, decisive.length > 0 ? decisive : gaps))
  if (verdict === 'PASS') {
    const expiries = [...required].flatMap((id) => report.results[id]?.expiresAt ?? [])
    const first = expiries.toSorted()[0]
    if (first) steps.push({ text: `The first results expire on ${first.slice(0, 10)}: run again before.` })
  }
  if (report.versions[version]?.validity === 'warn') {
    steps.push({ text: `${visible(version)} will soon be deprecated: aim at the newest version.` })
  }
  return steps
}

/** A step for each of the first few kinds of causes: who has many to mend begins with these. */
function waysOut(report: Report, gaps: readonly Gap[]): readonly Step[] {
  const kinds = new Set(gaps.map(({ cause }) => cause.kind))
  if (kinds.size > 1) kinds.delete('dependency') // mended with the others
  const wordsFor = (kind: Cause['kind']) =>
    kind === 'not-selected' && report.selection === undefined ? leftOutByDefault : wayOut[kind]
  const steps = [...kinds].slice(0, few).map((kind) => ({ text: wordsFor(kind) }))
  const rest = [...kinds].slice(few)
  return rest.length > 0 ? [...steps, { text: `After these, the other causes: ${rest.join(', ')}.` }] : steps
}

const placeholders = {
  iaas: 'CLOUD: its name in clouds.yaml',
  kaas: 'FILE: its kubeconfig; name its cloud too, if it was named before',
} satisfies Record<Report['layer'], string>

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
