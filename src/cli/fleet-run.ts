import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { runChild, type Ended } from '../fleet/child.ts'
import { jobsOf, type Job, type Wish } from '../fleet/jobs.ts'
import { readOfficialConfig } from '../fleet/official-config.ts'
import { clearReports, filesIn, refuseSharedFolders, reportsOf } from '../fleet/report-files.ts'
import { readSubjects } from '../fleet/subjects-file.ts'
import { worstCode } from '../fleet/worst-code.ts'
import type { Report, ScopeCard, Verdict } from '../report.ts'
import type { RunOptions } from '../options.ts'
import { othersMayRead } from '../others-may-read.ts'
import { UsageError } from '../usage-error.ts'
import { whyUnreadable } from '../why-unreadable.ts'
import { cardStanding, lastLineOf, makeCards, type Cards } from './fleet-cards.ts'
import { onInterrupt } from './interrupt.ts'
import { oneLine } from './one-line.ts'
import { openFolder, writeWhole } from './output.ts'
import { table } from './table.ts'

/** Milliseconds that a run may take to delete what it made, after its time is over. */
const graceMs = 120_000
const usualWorkers = 4

/** What became of one subject. */
interface Fate {
  readonly job: Job
  readonly ended?: Ended
  /** Why it could not be started, or why it ended as it did. */
  readonly trouble?: string
  /** Its settings cannot be used. */
  readonly isUsage?: true
  readonly reports: readonly Report[]
  readonly after?: Cards
}

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
  const fleet = config.endsWith('.toml') ? readOfficialConfig(config) : await readSubjects(config)
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
    const judge = (job: Job) => fateOf(job, options, interrupt.signal)
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

/** Never rejects: what happens to one subject is nothing to the others. */
async function fateOf(job: Job, options: RunOptions, signal: AbortSignal): Promise<Fate> {
  const { subject, folder, args, timeoutS } = job
  const log = join(folder, 'run.log')
  try {
    // What an earlier night left there must not be taken for a report of this one.
    clearReports(job)
    const ended = await runChild(args, {
      env: environmentOf(job),
      log,
      graceMs,
      ...(timeoutS === undefined ? {} : { timeoutMs: timeoutS * 1000 + graceMs }),
      ...(subject.memoryMiB === undefined ? {} : { memoryMiB: subject.memoryMiB }),
      signal,
    })
    const files = reportsOf(job)
    const reports = files.map(({ report }) => report)
    const trouble = troubleOf(ended, log, reports)
    if (subject.redacted && reports.length > 0) await writeShared(job, signal)
    const after = signal.aborted ? undefined : await makeCards(job, files, { ...options, signal })
    return { job, ended, reports, ...(trouble === undefined ? {} : { trouble }), ...(after ? { after } : {}) }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { job, reports: [], trouble, ...(error instanceof UsageError ? { isUsage: true as const } : {}) }
  }
}

/** What it is given: our own environment, the clouds.yaml and the variables that the subject names. */
function environmentOf({ subject: { cloudsFile, environmentFile } }: Job): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CI: 'true', // lines instead of a live picture
    ...(cloudsFile === undefined ? {} : { OS_CLIENT_CONFIG_FILE: cloudsFile }),
    ...(environmentFile === undefined ? {} : readEnvironment(environmentFile)),
  }
}

function readEnvironment(file: string): NodeJS.Dict<string> {
  try {
    if (othersMayRead(statSync(file))) {
      throw new UsageError(`${file}: others may read it; chmod 600 ${file}`)
    }
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${file}: ${whyUnreadable(error)}`, { cause: error })
  }
}

/** Why a run gave no whole report; undefined where it did. */
function troubleOf({ code, signal, isLate }: Ended, log: string, reports: readonly Report[]): string | undefined {
  if (isLate) return `took longer than it may, and was ended${signal === 'SIGKILL' ? ' by force' : ''}`
  if (signal !== null) return `crashed (${signal}); see ${log}`
  if (code === 64 || code === 70) return lastLineOf(log) ?? `ended with exit code ${code}; see ${log}`
  if (reports.length === 0) return `left no report; see ${log}`
  if (code === 130) return `was interrupted; see ${log}`
  if (code !== 0 && code !== 1 && code !== 2) return `ended with exit code ${code}; see ${log}`
  return undefined
}

async function writeShared(job: Job, signal: AbortSignal): Promise<void> {
  const { folder, subject } = job
  for (const { path: file } of reportsOf(job)) {
    const args = ['redact', file, '--output', file.replace(/json$/, 'shared.json')]
    const { code } = await runChild(args, { env: process.env, log: join(folder, 'redact.log'), graceMs, signal })
    if (code !== 0) say(`${subject.name}: ${file} could not be redacted; see ${join(folder, 'redact.log')}`)
  }
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

function standingOf({ scope, level, complete }: Report): string {
  const { verdict = 'MISS', version = '' } = Object.entries(level).findLast(([, rung]) => rung.version)?.[1] ?? {}
  return `${scope.name} ${version} ${verdict}${complete ? '' : ' (incomplete)'}`.replaceAll(/ +/g, ' ')
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
