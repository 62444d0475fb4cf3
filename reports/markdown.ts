import type { Report, ReportFormat } from '../src/report.ts'
import { failure, gapRow, marks, suspicions } from './markdown/findings.ts'
import { code, folded, prose, table } from './markdown/markup.ts'
import { demandsIn } from './shared/demands.ts'
import { legible } from './shared/legible.ts'
import { english } from './language/english.ts'
import { nodeRow, placementsOf, sumRow } from './shared/placements.ts'
import { summarize } from './shared/summary.ts'
import { count, duration, minute } from './shared/visible.ts'
import { waivers } from './shared/waivers.ts'

/** A forge takes comments up to some 65 000 letters: so many violations, notes and ids are told in a row. */
const few = 10

/** For a comment in a merge request: the verdict, what is missing, and the rest folded away. */
export const format: ReportFormat = {
  name: 'markdown',
  extension: '.md',
  render(given, { verbose = false } = {}) {
    const report = legible(given)
    const { verdict, headline, failures, gaps, passes, nextSteps } = summarize(report)
    const some = verbose ? Infinity : few
    const steps = nextSteps.map(({ text, command }) => `- ${prose(text)}${command ? ` ${code(command)}` : ''}`)
    const blocks = [
      `## ${marks[verdict]} ${verdict}: ${prose(headline)}`,
      versions(report),
      ...failures.map((entry) => failure(entry, some)),
      gaps.length > 0
        ? `### Not decided, not attempted\n\n${table(
            ['', 'Testcases', 'Why'],
            gaps.map((gap) => gapRow(gap, some)),
          )}`
        : '',
      ...suspicions(gaps, some),
      ...placements(report, some),
      steps.length > 0 ? `### Next\n\n${steps.join('\n')}` : '',
      folded(
        `${count(passes.length, 'testcase')} passed`,
        passes.map(({ id, result }) => `- ${code(id)} ${prose(result.title)}`),
      ),
      folded(
        'Waivers',
        waivers(report).map(({ name, text }) => `- ${code(name)} ${prose(text)}`),
      ),
      folded('Notes', notes(report, some)),
      run(report),
    ]
    return `${blocks.filter(Boolean).join('\n\n')}\n`
  },
}

function versions({ versions: all }: Report): string {
  const rows = demandsIn(all).map(({ version, validity, target, verdict, pass, fail, dnf, miss }) =>
    [`${prose(version)} (${validity})`, target, `${marks[verdict]} ${verdict}`, pass, fail, dnf, miss].map(String),
  )
  return table(['Version', 'Target', 'Verdict', 'PASS', 'FAIL', 'DNF', 'MISS'], rows)
}

/** Where the nodes are: the control plane in full, of the workers some. */
function placements(report: Report, some: number): readonly string[] {
  return placementsOf(report).map(({ ids, placement: { nodes, others } }) => {
    const controlPlane = nodes.filter(({ isControlPlane }) => isControlPlane).map((node) => nodeRow(node))
    const workers = [
      ...nodes.filter(({ isControlPlane }) => !isControlPlane).map((node) => nodeRow(node)),
      ...others.map((sum) => sumRow(sum)),
    ]
    const rows = [...controlPlane, ...workers.slice(0, some)].map(([name = '', role = '', ...rest]) => [
      code(name),
      role,
      ...rest.map(prose),
    ])
    const more = workers.length > some ? `… and ${workers.length - some} rows of workers more.` : ''
    const evidence = `Evidence of ${ids.map(code).join(', ')}.`
    return [`### Nodes`, table(english.nodes.columns, rows), [more, evidence].filter(Boolean).join(' ')].join('\n\n')
  })
}

function notes({ results }: Report, some: number): readonly string[] {
  const all = Object.entries(results).flatMap(([id, result]) =>
    result.notes.map((note) => `- ${code(id)} ${prose(note)}`),
  )
  return all.length > some ? [...all.slice(0, some), `- … and ${all.length - some} more`] : all
}

function run({ subject, uuid, creator, startedAt, finishedAt, http, referenceDate }: Report): string {
  const took = duration(Date.parse(finishedAt) - Date.parse(startedAt))
  const calls = count(http.requests, 'request')
  return `Subject ${code(subject)}, versions in force on ${referenceDate}, ${minute(startedAt)}, ${took}, ${calls}; report ${code(uuid)} by ${prose(`${creator.name} ${creator.version}`)}.`
}
