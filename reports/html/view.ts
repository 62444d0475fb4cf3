import type { Report, Verdict } from '../../src/report.ts'
import { wayOut } from '../shared/next-steps.ts'
import { obstacles, outlook, remedyOnce, troubles, type Entry, type Summary } from '../shared/summary.ts'
import { count, minute, webAddress } from '../shared/visible.ts'
import { columns, nodeRow, placementsOf, sumRow } from '../shared/placements.ts'
import { waivers } from '../shared/waivers.ts'
import { evidenceOf, factsOf } from './facts.ts'
import { pictureOf } from './picture.ts'

const meanings = {
  FAIL: 'seen violated',
  DNF: 'could not be decided',
  MISS: 'not attempted',
  PASS: 'hold',
} satisfies Record<Verdict, string>
const verdicts = Object.keys(meanings)

/** What the page shows, in its order; all of it still raw, the template escapes. */
export function viewOf(report: Report, summary: Summary): object {
  const { failures, gaps, main, version, passes } = summary
  const anchored = gaps.map((gap, i) => ({ ...gap, anchor: `open-${i + 1}`, hint: wayOut[gap.cause.kind] }))
  const all = [...failures, ...gaps.flatMap(({ entries }) => entries), ...passes].map(
    (entry) => [entry.id, entry] as const,
  )
  const byId = new Map(all)
  return {
    ...summary,
    report,
    verdicts,
    goal: `${report.scope.name} ${version}`.trim(),
    started: minute(report.startedAt),
    bar: bar(main),
    preflight: troubles(report),
    missing: [
      ...failures
        .filter(({ required }) => required)
        .map(({ id, result }) => {
          const text = `${result.title} (${count(result.violations.length, 'violation')})`
          return { verdict: 'FAIL', href: `#failed-${id}`, name: id, text }
        }),
      ...anchored
        .filter(({ required }) => required > 0)
        .map(({ verdict, cause, required, anchor }) => {
          return {
            verdict,
            href: `#${anchor}`,
            name: count(required, 'testcase'),
            text: `${cause.kind}: ${cause.message}`,
          }
        }),
    ],
    levels: Object.entries(report.level).map(([name, level]) => ({
      name,
      ...level,
      missing: [...obstacles(level, report), ...outlook(level)],
    })),
    versions: Object.entries(report.versions).flatMap(([name, { validity, targets }]) =>
      Object.entries(targets).map(([target, verdict]) => ({ version: name, validity, target, ...verdict })),
    ),
    nodeColumns: columns,
    placements: placementsOf(report).map(({ ids, placement }, i) => ({
      ids,
      anchor: `nodes-${i + 1}`,
      picture: pictureOf(placement),
      rows: [...placement.nodes.map(nodeRow), ...placement.others.map(sumRow)],
    })),
    waivers: waivers(report),
    failures: failures.map((entry) => ({ ...linked(entry), violations: remedyOnce(entry.result.violations) })),
    gaps: anchored,
    entries: Object.keys(report.results)
      .flatMap((id) => byId.get(id) ?? [])
      .map((entry) => ({ ...linked(entry), ...evidenceOf(entry.result) })),
    run: factsOf(report),
  }
}

function linked(entry: Entry): Entry & { url: string } {
  return { ...entry, url: webAddress(entry.result.standard.url) }
}

function bar(main: Summary['main']): readonly object[] {
  const counts = [
    ['FAIL', main.fail],
    ['DNF', main.dnf],
    ['MISS', main.miss],
    ['PASS', main.pass],
  ] as const
  const total = counts.reduce((sum, [, n]) => sum + n, 0) || 1
  let x = 0
  return counts.map(([verdict, n]) => {
    const share = (100 * n) / total
    x += share
    return { verdict, n, meaning: meanings[verdict], x: (x - share).toFixed(2), share: share.toFixed(2) }
  })
}
