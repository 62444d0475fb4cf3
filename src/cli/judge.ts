import { creator } from '../creator.ts'
import { differences, type Difference } from '../evidence/differences.ts'
import { rejudge } from '../evidence/rejudge.ts'
import type { JudgeOptions } from '../options.ts'
import type { Report } from '../report.ts'
import { readBundleFile } from './evidence-file.ts'
import { oneLine } from './one-line.ts'
import { loadFormats, openFolder, writeReport } from './output.ts'
import { loadChecks } from './selection.ts'

/**
 * `judge`: lets the checks of this version judge what a run recorded, offline, and prints what they see differently.
 * Exit code 0 where every verdict is the same, 1 where one differs, 2 where the bundle is not as its manifest says.
 */
export async function judge(file: string, options: JudgeOptions): Promise<number> {
  const bundle = await readBundleFile(file)
  for (const sentence of bundle.tampering) process.stderr.write(`${oneLine(`tampered with: ${sentence}`)}\n`)
  const reports = rejudge(bundle.judged, bundle.recording, await loadChecks(options.suite), creator)
  const found = bundle.judged.flatMap(({ report, scope }, i) => {
    const again = reports[i]
    return again ? [{ scope: scope.id, report, again, differences: differences(report, again) }] : []
  })
  if (options.output !== undefined) await keep(options.output, reports, options)
  if (options.json) {
    const asData = found.map(({ scope, differences }) => ({ scope, differences }))
    process.stdout.write(
      `${JSON.stringify({ creator: bundle.manifest.creator, tampering: bundle.tampering, judged: asData }, null, 2)}\n`,
    )
  } else {
    for (const one of found) process.stdout.write(inWords(one.report, one.differences))
  }
  if (bundle.tampering.length > 0) return 2
  return found.some(({ differences }) => differences.some(({ what }) => what.includes('verdict'))) ? 1 : 0
}

async function keep(
  folder: string,
  reports: readonly Report[],
  { format: names = ['text'], language }: JudgeOptions,
): Promise<void> {
  openFolder(folder)
  const formats = await loadFormats(names)
  for (const report of reports) {
    const name = reports.length > 1 ? `report.${report.scope.id}` : 'report'
    const written = writeReport(folder, name, report, formats, language ? { language } : {})
    for (const { path } of written) process.stderr.write(`wrote ${path}\n`)
  }
}

function inWords({ scope, subject, creator: by, results }: Report, found: readonly Difference[]): string {
  const judged = Object.values(results).filter(({ attempts }) => attempts > 0).length
  const head = `${scope.name} on ${subject}, judged by ${by.name} ${by.version}, again by ${creator.name} ${creator.version}`
  const lines = found.map(({ id, before, after, what }) =>
    before === after ? `  ${id}: ${before} as before, other ${what.join(', ')}` : `  ${id}: ${before}, now ${after}`,
  )
  const sum =
    found.length === 0
      ? `all ${judged} judged testcases as before`
      : `${found.length} of ${judged} judged testcases differ`
  return `${[head, ...lines].map((line) => oneLine(line)).join('\n')}\n${sum}\n`
}
