import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import type { Job } from './jobs.ts'

/** A report that a run has written. */
export interface ReportFile {
  readonly path: string
  readonly report: Report
}

/** The reports of a subject; what is no report, though JSON too (OSCAL, a report to share), is left out. */
export function reportsOf(job: Job): readonly ReportFile[] {
  return filesOf(job)
    .filter((path) => path.endsWith('.json') && !path.endsWith('.shared.json'))
    .flatMap((path) => readReport(path))
}

/** Its files in one format, by their extension: `.yaml`. */
export function filesIn(job: Job, extension: string): readonly string[] {
  return filesOf(job).filter((path) => path.endsWith(extension))
}

/**
 * Deletes what an earlier night has left there, score cards too, in whatever format, so that nothing of it is taken for this one's.
 * Bundles stay: they are evidence, and say themselves of when.
 */
export function clearReports(job: Job): void {
  for (const path of filesOf(job, /^report\.(?!.*\.zip$)|^card\.((iaas|kaas)\.)?\w+$/)) rmSync(path)
}

/** UsageError where two subjects would write into one folder: names that a file system does not tell apart, or links. */
export function refuseSharedFolders(jobs: readonly Job[], output: string): void {
  const owners = new Map<string, string>()
  for (const { subject, folder } of jobs) {
    const { dev, ino } = statSync(folder, { bigint: true })
    const other = owners.get(`${dev} ${ino}`)
    if (other !== undefined) {
      const [one, two] = [other, subject.name].toSorted()
      throw new UsageError(
        `--output ${output}: ${one} and ${two} would write into the same folder; rename one of them, or choose another folder`,
      )
    }
    owners.set(`${dev} ${ino}`, subject.name)
  }
}

/** In its folder, and in those of its clusters where it makes several; what lies deeper, or behind links, is somebody else's. */
function filesOf({ folder, subject: { provision, cluster } }: Job, named = /^report\./): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const clusters = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  const folders = [folder, ...(provision !== undefined && cluster === undefined ? clusters : [])]
  return folders
    .flatMap((one) =>
      readdirSync(one, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && named.test(entry.name))
        .map(({ name }) => join(one, name)),
    )
    .toSorted()
}

function readReport(path: string): readonly ReportFile[] {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Partial<Report>
    // Written by a run of this version, a moment ago: these keys tell it from other formats.
    return report.scope && report.level && report.results ? [{ path, report: report as Report }] : []
  } catch {
    return []
  }
}
