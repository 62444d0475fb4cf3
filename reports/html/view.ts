import type { Report, Result } from '../../src/report.ts'
import type { Tongue } from '../language/tongue.ts'
import { demandsById, demandsIn, targetsOf } from '../shared/demands.ts'
import { nodeRow, placementsOf, sumRow } from '../shared/placements.ts'
import { remedyOnce, troubles, type Entry, type Summary } from '../shared/summary.ts'
import { webAddress } from '../shared/visible.ts'
import { waivers } from '../shared/waivers.ts'
import { partsOf, verdicts } from './counts.ts'
import { evidenceOf, factsOf, glanceOf, remarksOf } from './facts.ts'
import { ladderOf } from './ladder.ts'
import { pictureOf } from './picture.ts'
import { standardBars } from './standards.ts'

/** So many violations of a testcase are open to the reader at once. */
const few = 20

/** What the page shows, in its order; all of it still raw, the template escapes. */
export function viewOf(report: Report, summary: Summary, tongue: Tongue): object {
  const { words, count } = tongue
  const { main, version } = summary
  const demands = demandsIn(report.versions)
  const byTestcase = demandsById(demands)
  const waived = new Set((report.waivers ?? []).flatMap(({ state, testcases }) => (state === 'used' ? testcases : [])))
  const shown = (entry: Entry) => ({
    ...entry,
    url: webAddress(entry.result.standard.url),
    notesUrl: webAddress(entry.result.testNotesUrl ?? ''),
    waived: waived.has(entry.id),
  })
  const failures = summary.failures.map((entry) => ({ ...shown(entry), ...parted(entry.result) }))
  const gaps = summary.gaps.map((gap, i) => ({
    ...gap,
    anchor: `open-${i + 1}`,
    hint: words.wayOut[gap.cause.kind],
    seen: gap.entries.flatMap(({ id, result }) => (result.violations.length > 0 ? [{ id, ...parted(result) }] : [])),
  }))
  const remedies = Object.assign({}, ...Object.values(report.level).map((level) => level.remedies ?? {})) as Readonly<
    Record<string, string>
  >
  const missing = [
    ...failures
      .filter(({ required }) => required)
      .map(({ id, result }) => ({
        verdict: 'FAIL',
        href: `#failed-${id}`,
        name: id,
        text: result.title,
        note: `(${count(result.violations.length, 'violation')})`,
        remedies: remediesOf(result, remedies[id]),
      })),
    ...gaps
      .filter(({ required }) => required > 0)
      .map(({ verdict, cause, required, anchor }) => ({
        verdict,
        href: `#${anchor}`,
        name: count(required, 'testcase'),
        text: `${cause.kind}: ${cause.message}`,
        note: '',
        remedies: [],
      })),
  ]
  const byId = new Map(
    [...failures, ...summary.gaps.flatMap(({ entries }) => entries), ...summary.passes].map((entry) => [
      entry.id,
      entry,
    ]),
  )
  const entries = Object.keys(report.results).flatMap((id) => byId.get(id) ?? [])
  const standards = standardBars(Object.values(report.results))
  const placements = placementsOf(report).map(({ ids, placement }, i) => ({
    ids,
    anchor: `nodes-${i + 1}`,
    picture: pictureOf(placement, tongue),
    rows: [
      ...placement.nodes.map((node) => nodeRow(node, tongue)),
      ...placement.others.map((sum) => sumRow(sum, tongue)),
    ],
  }))
  const uses = waivers(report, tongue)
  const sections = [
    ['missing', words.page.missing(goalOf(report, version)), missing.length],
    ['failed', words.page.failed, failures.length],
    ['open', words.page.open, gaps.length],
    ['waivers', words.waivers.title, uses.length],
    ['levels', words.ladder.inDetail, 1],
    ['standards', words.standards.title, 1],
    ['nodes', words.nodes.title, placements.length],
    ['all', words.page.all, 1],
    ['run', words.page.thisRun, 1],
  ] as const
  return {
    report,
    verdict: summary.verdict,
    headline: summary.headline,
    goal: goalOf(report, version),
    facts: glanceOf(report, version, tongue),
    ladder: ladderOf(report.level, (id) => report.results[id], tongue),
    counts: partsOf(main).map((part) => ({ ...part, meaning: words.meanings[part.verdict] })),
    remarks: remarksOf(report, tongue),
    preflight: troubles(report),
    sections: sections.filter(([, , n]) => n > 0),
    missing,
    nextSteps: summary.nextSteps,
    failures,
    gaps,
    waivers: uses,
    versions: demands,
    standards,
    placements,
    filter: {
      verdicts,
      standards: standards.map(({ id }) => id),
      targets: targetsOf([...byTestcase.values()].flat()),
    },
    entries: entries.map((entry) => ({
      ...shown(entry),
      targets: targetsOf(byTestcase.get(entry.id) ?? []).join(' '),
      ...evidenceOf(entry.result, tongue),
    })),
    run: factsOf(report, tongue),
  }
}

function goalOf({ scope }: Report, version: string): string {
  return `${scope.name} ${version}`.trim()
}

/** The first violations, which are open to the reader, and all the others. */
function parted({ violations }: Result): Pick<Result, 'violations'> & { readonly more: Result['violations'] } {
  return { violations: remedyOnce(violations.slice(0, few)), more: violations.slice(few) }
}

/** What its violations say, as long as that is short; else what the standards say. */
function remediesOf({ violations }: Result, general: string | undefined): readonly string[] {
  const own = [...new Set(violations.flatMap(({ remedy }) => remedy ?? []))]
  return own.length > 0 && own.length <= 2 ? own : general === undefined ? own.slice(0, 1) : [general]
}
