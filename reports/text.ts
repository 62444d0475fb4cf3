import type { Report, ReportFormat } from '../src/report.ts'
import { legible } from './shared/legible.ts'
import { obstacles, outlook, summarize, troubles, type Summary } from './shared/summary.ts'
import { waivers } from './shared/waivers.ts'
import { count, duration, minute, visible } from './shared/visible.ts'
import { failure, gap, notes, pass } from './text/findings.ts'
import { paragraph, pointed, table } from './text/layout.ts'
import { nodes } from './text/nodes.ts'
import { colorOf, lookFor, type Look } from './text/look.ts'

/** For a terminal: the verdict first, then what stands in the way, then what to do. */
export const format: ReportFormat = {
  name: 'text',
  extension: '.txt',
  render(given, options = {}) {
    const report = legible(given)
    const look = lookFor(options)
    const summary = summarize(report)
    const { failures, gaps, passes, nextSteps } = summary
    const [required = [], others = []] = [true, false].map((wanted) =>
      failures.filter((entry) => entry.required === wanted),
    )
    const [undecided = [], missed = []] = ['DNF', 'MISS'].map((verdict) =>
      gaps.filter((group) => group.verdict === verdict),
    )
    const sections: readonly (readonly [title: string, items: readonly string[], between?: string])[] = [
      ['BEFORE THE RUN', preflight(report)],
      [`FAILED, required for ${visible(summary.version)}`, required.map((entry) => failure(entry, look)), '\n\n'],
      ['FAILED, not required', others.map((entry) => failure(entry, look)), '\n\n'],
      ['NOT DECIDED (DNF)', undecided.map((group) => gap(group, look))],
      ['NOT ATTEMPTED (MISS)', missed.map((group) => gap(group, look))],
      ['NODES', nodes(report, look), '\n\n'],
      ['WAIVERS', waivers(report).map(({ name, text }) => pointed(`${visible(name)} ${visible(text)}`))],
      ['NOTES', notes(report, look)],
      ['PASSED', look.verbose ? passes.map((entry) => pass(entry)) : []],
      [
        'NEXT',
        nextSteps.map(({ text, command }) => pointed(text) + (command ? `\n    ${look.paint('bold', command)}` : '')),
      ],
    ]
    const told = sections.filter(([, items]) => items.length > 0)
    const blocks = told.map(
      ([title, items, between = '\n']) => `${look.paint('bold', title)}\n\n${items.join(between)}`,
    )
    return `${[headline(summary, look), facts(report), versions(report, look), levels(report, look), ...blocks].join('\n\n')}\n`
  },
}

function headline({ verdict, headline: sentence }: Summary, { paint }: Look): string {
  const [first = '', ...rest] = paragraph(visible(sentence), verdict.length + 2).split('\n')
  const told = [first, ...rest].map((line) => paint('bold', line)).join('\n')
  return `${paint(['bold', colorOf[verdict]], verdict)}  ${told}`
}

function facts({ scope, referenceDate, startedAt, finishedAt, http, selection = {}, creator, uuid }: Report): string {
  const { scopeVersion, sections, tests, readOnly } = selection
  const only = [scopeVersion, sections?.join(', '), tests && `ids like ${tests}`, readOnly && 'read-only'].filter(
    Boolean,
  )
  const took = duration(Date.parse(finishedAt) - Date.parse(startedAt))
  const rows = [
    ['Scope', `${scope.name}, versions in force on ${referenceDate}`],
    ...(only.length > 0 ? [['Only', only.join('; ')]] : []),
    ['Run', `${minute(startedAt)}, ${took}, ${count(http.requests, 'request')}, ${http.retries} repeated`],
    ['Report', `${uuid}, ${creator.name} ${creator.version}`],
  ]
  return table(rows.map((row) => row.map((cell) => visible(cell))))
}

function preflight(report: Report): readonly string[] {
  return troubles(report).map(({ id, outcome, message }) => pointed(`${id} ${outcome}: ${visible(message)}`))
}

function versions(report: Report, { dress }: Look): string {
  const rows = Object.entries(report.versions).flatMap(([version, { validity, targets }]) =>
    Object.entries(targets).map(([target, { verdict, pass: passed, fail, dnf, miss }], i) => {
      const counts = [passed, fail, dnf, miss].map((n) => String(n || '-').padStart(4))
      return [i === 0 ? visible(version) : '', i === 0 ? validity : '', target, verdict, ...counts]
    }),
  )
  return table([['Version', 'Standing', 'Target', 'Verdict', 'PASS', 'FAIL', ' DNF', 'MISS'], ...rows], dress)
}

function levels(report: Report, { dress }: Look): string {
  const rows = Object.entries(report.level).map(([name, level]) => {
    const said = [level.version, ...obstacles(level, report), ...outlook(level)].filter(Boolean).join('; ')
    return [`SCS-${name}`, level.verdict, visible(said)]
  })
  return table([['Level', 'Verdict', ''], ...rows], dress)
}
