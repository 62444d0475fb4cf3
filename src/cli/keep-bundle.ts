import { join } from 'node:path'
import { format as json } from '../../reports/json.ts'
import { writeBundle } from '../evidence/bundle.ts'
import { dataUsed } from '../evidence/data-used.ts'
import type { Recording } from '../evidence/recording.ts'
import type { RunOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import type { Redactor } from '../redact.ts'
import type { Report } from '../report.ts'
import { loadStandards } from '../standards.ts'
import { openFile, writeWhole } from './output.ts'
import { mapTextsOf } from '../report-texts.ts'

type Wish = Pick<RunOptions, 'bundle' | 'output'>

/** UsageError, before anything is run, where a bundle is wanted and could not be written. */
export function openBundle(wish: Wish): void {
  if (wish.bundle !== undefined) openFile('--bundle', pathOf(wish))
}

function pathOf({ bundle, output = '.' }: Wish): string {
  return typeof bundle === 'string' ? bundle : join(output, 'report.bundle.zip')
}

/** Writes the evidence bundle of a run; false where it could not be put in its place. */
export async function keepBundle(
  judged: readonly { readonly plan: Plan; readonly report: Report }[],
  recording: Recording,
  { quiet, ...wish }: RunOptions,
  redactor: Redactor,
): Promise<boolean> {
  const path = pathOf(wish)
  const facts = mapTextsOf(recording, (text) => redactor.redact(text))
  const named = new Set(
    judged.flatMap(({ report }) => Object.values(report.results).map(({ standard }) => standard.id)),
  )
  const standards = (await loadStandards()).filter(({ id, versions }) =>
    versions.some(({ version, revision = version }) => named.has(`${id}-${version}`) || named.has(`${id}-${revision}`)),
  )
  const archive = writeBundle(
    {
      judged: judged.map(({ plan, report }) => ({ scope: plan.scope, report })),
      recording: facts,
      standards,
      data: dataUsed(facts),
    },
    (report) => json.render(report),
  )
  const written = writeWhole(path, archive)
  if (written && !quiet) process.stderr.write(`wrote ${path}\n`)
  return written
}
