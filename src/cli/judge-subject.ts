import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { runChild, type Ended } from '../fleet/child.ts'
import type { Job } from '../fleet/jobs.ts'
import { clearReports, reportsOf } from '../fleet/report-files.ts'
import type { Report } from '../report.ts'
import { othersMayRead } from '../others-may-read.ts'
import { UsageError } from '../usage-error.ts'
import { whyUnreadable } from '../why-unreadable.ts'
import { lastLineOf, makeCards, type CardOptions, type Cards } from './fleet-cards.ts'
import { oneLine } from './one-line.ts'

/** Milliseconds that a run may take to delete what it made, after its time is over. */
const graceMs = 120_000

/** What became of one subject. */
export interface Fate {
  readonly job: Job
  readonly ended?: Ended
  /** Why it could not be started, or why it ended as it did. */
  readonly trouble?: string
  /** Its settings cannot be used. */
  readonly isUsage?: true
  readonly reports: readonly Report[]
  readonly after?: Cards
}

export interface JudgeSubjectOptions extends CardOptions {
  /** Of its process; our own where absent. */
  readonly environment?: NodeJS.ProcessEnv
}

/** Never rejects: what happens to one subject is nothing to the others. */
export async function judgeSubject(
  job: Job,
  { environment = process.env, ...options }: JudgeSubjectOptions,
): Promise<Fate> {
  const { signal } = options
  const { subject, folder, args, timeoutS } = job
  const log = join(folder, 'run.log')
  try {
    // What an earlier night left there must not be taken for a report of this one.
    clearReports(job)
    const ended = await runChild(args, {
      env: environmentOf(job, environment),
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
    const after = signal.aborted ? undefined : await makeCards(job, files, options)
    return { job, ended, reports, ...(trouble === undefined ? {} : { trouble }), ...(after ? { after } : {}) }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { job, reports: [], trouble, ...(error instanceof UsageError ? { isUsage: true as const } : {}) }
  }
}

/** What it is given: our own environment, the clouds.yaml and the variables that the subject names. */
function environmentOf(
  { subject: { cloudsFile, environmentFile } }: Job,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...environment,
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

/** How a report stands, in a few words: `SCS-compatible IaaS v5.1 PASS`. */
export function standingOf({ scope, level, complete }: Report): string {
  const { verdict = 'MISS', version = '' } = Object.entries(level).findLast(([, rung]) => rung.version)?.[1] ?? {}
  return `${scope.name} ${version} ${verdict}${complete ? '' : ' (incomplete)'}`.replaceAll(/ +/g, ' ')
}

function say(line: string): void {
  process.stderr.write(`${oneLine(line)}\n`)
}
