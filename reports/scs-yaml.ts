import type { Report, ReportFormat, Result, Verdict } from '../src/report.ts'
import { officialYaml, Timestamp } from './scs-yaml/official-yaml.ts'
import { uuidWithin } from './shared/uuid-within.ts'
import { forTools, legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'
import { shellWord, visible } from './shared/visible.ts'

// The official tools know three verdicts; MISS is left out of a report.
const official = { PASS: 'PASS', FAIL: 'FAIL', DNF: 'ABORT' } as const
const values = { PASS: 1, FAIL: -1, ABORT: 0 } as const
const exitCodes = { PASS: 0, FAIL: 1, DNF: 2, MISS: 2 } satisfies Record<Verdict, number>

/** The report of scs-compliance-check.py as of today, for the official compliance monitor. */
export const format: ReportFormat = {
  name: 'scs-yaml',
  extension: '.yaml',
  render(report) {
    const { scope, selection = {}, subject } = report
    const argv = argvOf(report)
    const id = uuidWithin(report.uuid, 'invocation')
    const document = {
      spec: { uuid: scope.uuid, name: scope.name, url: scope.url },
      checked_at: new Timestamp(report.finishedAt.replace('T', ' ').replace(/(?:\.0*)?Z$/, '')),
      reference_date: new Timestamp(report.referenceDate),
      subject,
      run: {
        uuid: report.uuid,
        argv,
        assignment: {},
        sections: selection.sections ?? null,
        forced_version: selection.scopeVersion ?? null,
        forced_tests: selection.tests ?? null,
        invocations: {
          [id]: { id, cmd: ['scs-conformance', ...argv.map(shellWord)].join(' '), ...invocation(report) },
        },
      },
    }
    return officialYaml(document)
  },
}

function invocation(report: Report): object {
  const judged = Object.entries(legible(report, forTools).results).flatMap(([id, result]) =>
    result.verdict === 'MISS' ? [] : [{ id, result, word: official[result.verdict] }],
  )
  const stdout = judged.map(({ id, word }) => `${id}: ${word}`)
  const { creator, scope } = report
  const stderr = [
    `INFO: ${creator.name} ${creator.version}, ${scope.id} ${scope.digest}`,
    ...judged.flatMap(({ id, result }) =>
      messages(result).map(([signal, text]) => `${signal}: ${id}: ${harmless(text)}`),
    ),
  ]
  const signals = ['info', 'warning', 'error', 'critical'].map((signal) => {
    const lines = [...stderr, ...stdout].filter((line) => line.toLowerCase().startsWith(signal))
    return [signal, lines.length]
  })
  return {
    results: Object.fromEntries(judged.map(({ id, word }) => [id, values[word]])),
    rc: exitCodes[summarize(report).verdict],
    stdout,
    stderr,
    ...Object.fromEntries(signals),
  }
}

/** The monitor shows lines with ERROR and WARNING to everyone, those with INFO to the subject only. */
function messages({ violations, cause, notes }: Result): readonly (readonly ['ERROR' | 'WARNING' | 'INFO', string])[] {
  return [
    ...violations.map(
      ({ subject, expected, actual }) => ['ERROR', `${subject}: expected ${expected}, actual ${actual}`] as const,
    ),
    // What went wrong on the way may name endpoints and users: the kind is public, the sentence is not.
    ...(cause ? [['WARNING', `could not be decided (${cause.kind})`] as const, ['INFO', cause.message] as const] : []),
    ...notes.map((note) => ['INFO', note] as const),
  ]
}

/** One line, and no HTML: the monitor's pages show these lines as they are. */
function harmless(text: string): string {
  return visible(text).replace(/<(?=[a-z/!?])/gi, '\\u{3c}')
}

function argvOf({ subject, scope, selection = {} }: Report): readonly string[] {
  const { scopeVersion, sections, tests, readOnly } = selection
  return [
    'run',
    '--subject',
    subject,
    '--scope',
    scope.id,
    ...(scopeVersion === undefined ? [] : ['--scope-version', scopeVersion]),
    ...(sections === undefined ? [] : ['--section', sections.join(',')]),
    ...(tests === undefined ? [] : ['--tests', tests]),
    ...(readOnly ? ['--read-only'] : []),
  ]
}
