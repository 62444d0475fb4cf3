import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { jobsOf, type Job, type Wish } from '../fleet/jobs.ts'
import { readFleet } from '../fleet/read-fleet.ts'
import { filesIn, refuseSharedFolders } from '../fleet/report-files.ts'
import { worstCode } from '../fleet/worst-code.ts'
import type { ScopeCard, Verdict } from '../report.ts'
import type { RunOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'
import { cardStanding } from './fleet-cards.ts'
import { onInterrupt } from './interrupt.ts'
import { judgeSubject, standingOf, type Fate } from './judge-subject.ts'
import { oneLine } from './one-line.ts'
import { openFolder, writeWhole } from './output.ts'
import { table } from './table.ts'

const usualWorkers = 4

/** `run` of many subjects: each in a process of its own, so many at a time. The exit code is the worst one. */
export async function fleetRun(options: RunOptions & { readonly subjects?: readonly string[] }): Promise<number> {
  const { config = '', output } = options
  if (output === undefined) {
    throw new UsageError('--config: several subjects make several reports: name a folder with --output')
  }
  for (const [name, value] of Object.entries(pickNamed(options))) {
    if (value !== undefined)
      throw new UsageError(`${name}: goes not with --config, whose file says it for each subject`)
  }
  if (typeof options.bundle === 'string') {
    throw new UsageError(`--bundle ${options.bundle}: several subjects make several bundles: leave the name out`)
  }
  const fleet = await readFleet(config)
  const wish: Wish = { ...options, output, today: new Date().toISOString().slice(0, 10) }
  const jobs = await jobsOf(fleet, wish)
  openFolder(output)
  for (const { folder } of jobs) openFolder(folder)
  refuseSharedFolders(jobs, output)
  if (options.format?.includes('scs-yaml')) rmSync(join(output, 'reports.yaml'), { force: true }) // of an earlier night
  if (!options.quiet) for (const note of fleet.notes) say(`note: ${config}: ${note}`)
  if (jobs.length === 0) {
    say('nothing to do: no section of any of these subjects has its turn today')
    return 0
  }
  const preset = fleet.presets.get(options.preset ?? 'default')
  const workers = options.workers ?? preset?.workers ?? fleet.workers ?? usualWorkers
  const interrupt = onInterrupt('ending all runs, each deletes what it made')
  try {
    const judge = (job: Job) => judgeSubject(job, { ...options, signal: interrupt.signal })
    const fates = await sideBySide(jobs, workers, interrupt.signal, judge, (fate, done) => {
      if (options.quiet) return
      say(progressOf(fate, done, jobs.length))
      for (const note of fate.after?.notes ?? []) say(`note: ${fate.job.subject.name}: ${note}`)
    })
    if (options.format?.includes('scs-yaml')) joinOfficial(fates, output)
    process.stdout.write(summary(fates))
    return interrupt.happened ? 130 : worstCode(fates, options.exitZero ?? false)
  } finally {
    interrupt.release()
  }
}

function pickNamed(options: RunOptions): Readonly<Record<string, unknown>> {
  return {
    '--os-cloud': options.osCloud,
    '--kubeconfig': options.kubeconfig,
    '--context': options.context,
    '--management-kubeconfig': options.managementKubeconfig,
    '--management-context': options.managementContext,
    '--registry': options.registry,
    '--provision': options.provision,
    '--cluster': options.cluster,
    '--domain-managers': options.domainManagers,
    '--provider': options.provider,
    '--import': options.import,
    '--rerun-failed': options.rerunFailed,
    '--conformance-image': options.conformanceImage,
    '--uuid-from': options.uuidFrom,
  }
}

async function sideBySide(
  jobs: readonly Job[],
  workers: number,
  signal: AbortSignal,
  judge: (job: Job) => Promise<Fate>,
  onEnd: (fate: Fate, done: number) => void,
): Promise<readonly Fate[]> {
  const fates = new Map<Job, Fate>()
  const queue = jobs.values()
  await Promise.all(
    Array.from({ length: Math.min(workers, jobs.length) }, async () => {
      for (const job of queue) {
        const fate = signal.aborted ? { job, trouble: 'was not begun', reports: [] } : await judge(job)
        fates.set(job, fate)
        onEnd(fate, fates.size)
      }
    }),
  )
  return jobs.flatMap((job) => fates.get(job) ?? [])
}

/** The official file of several documents, one for each report. */
function joinOfficial(fates: readonly Fate[], output: string): void {
  const documents = fates.flatMap(({ job, ended }) =>
    (ended ? filesIn(job, '.yaml') : []).map((file) => readFileSync(file, 'utf8').replace(/^(?!---)/, '---\n')),
  )
  writeWhole(join(output, 'reports.yaml'), documents.join(''))
}

function progressOf({ job, ended, trouble, reports, after }: Fate, done: number, total: number): string {
  const count = `[${String(done).padStart(String(total).length)}/${total}]`
  const time = ended ? ` (${Math.round(ended.durationMs / 1000)} s)` : ''
  const standings = trouble === undefined ? reports.map((report) => standingOf(report)) : [trouble]
  const cards = [
    ...(after?.cards ?? []).map((card) => cardStanding(card)),
    ...(after?.trouble === undefined ? [] : [after.trouble]),
  ]
  return `${count} ${job.subject.name}: ${[...standings, ...cards].join(', ')}${time}`
}

function summary(fates: readonly Fate[]): string {
  const rows = fates.flatMap(({ job: { subject }, reports, trouble = '', after }): string[][] => [
    ...(reports.length === 0 ? [[subject.name, '', '', oneLine(trouble)]] : []),
    ...reports.map((report) => [report.subject, standingOf(report), counts(report.results), oneLine(trouble)]),
    ...(after?.cards ?? []).map((card) => [
      card.subject,
      cardStanding(card),
      counts(Object.assign({}, ...card.cards.map(({ results }) => results)) as ScopeCard['results']),
    ]),
    ...(after?.trouble === undefined ? [] : [[subject.name, '', '', oneLine(after.trouble)]]),
  ])
  return table([['SUBJECT', 'STANDING', 'TESTCASES', ''], ...rows])
}

function counts(results: Readonly<Record<string, { readonly verdict: Verdict }>>): string {
  const all = Object.groupBy(Object.values(results), ({ verdict }) => verdict)
  return (['PASS', 'FAIL', 'DNF', 'MISS'] as const).map((one) => `${one} ${all[one]?.length ?? 0}`).join(', ')
}

function say(line: string): void {
  process.stderr.write(`${oneLine(line)}\n`)
}
