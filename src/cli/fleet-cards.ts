import { copyFileSync, existsSync, globSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runChild } from '../fleet/child.ts'
import type { Job } from '../fleet/jobs.ts'
import type { ReportFile } from '../fleet/report-files.ts'
import { makeFolder } from '../make-folder.ts'
import type { Language, Layer, ScoreCard } from '../report.ts'
import { fileReason } from '../file-reason.ts'
import { aboutAnother } from './score.ts'

/** What the score cards of one subject tell, which are made when its run has ended. */
export interface Cards {
  readonly cards: readonly ScoreCard[]
  /** Attestations that count for nothing, or are not there, and why. */
  readonly notes: readonly string[]
  /** Why a card could not be made, and the exit code for that. */
  readonly trouble?: string
  readonly code?: number
}

export interface CardOptions {
  /** Those that `run` writes; of them those that a card has. */
  readonly format?: readonly string[] | undefined
  readonly language?: Language | undefined
  readonly signal: AbortSignal
}

/** Extensions of the formats that both a report and a score card have. */
const extensions = { html: '.html', markdown: '.md', csv: '.csv', text: '.txt', badge: '.svg' } as const
/** Milliseconds that a card may take: years of reports are read in less. */
const timeoutMs = 600_000

/**
 * Keeps the reports in the subject's history, and writes a score card beside them, as `score` makes it in a process of its own:
 * the newest results over these reports, the history and the attestations. No card where the subject names neither.
 */
export async function makeCards(job: Job, reports: readonly ReportFile[], options: CardOptions): Promise<Cards> {
  const { history, attestations } = job.subject
  if (reports.length === 0 || (history === undefined && attestations.length === 0)) return { cards: [], notes: [] }
  if (history !== undefined) {
    try {
      for (const report of reports) keep(report, history)
    } catch (error) {
      return { cards: [], notes: [], trouble: `${history}: nothing can be kept there (${fileReason(error)})`, code: 64 }
    }
  }
  const absent = attestations.filter((name) => isNothing(name))
  const named = attestations.filter((name) => !absent.includes(name))
  const cards: ScoreCard[] = []
  for (const [folder, inFolder] of Map.groupBy(reports, ({ path }) => dirname(path))) {
    const byLayer = Map.groupBy(inFolder, ({ report }) => report.layer)
    for (const [layer, files] of byLayer) {
      const name = join(folder, byLayer.size === 1 ? 'card' : `card.${layer}`)
      const sources = [...files.map(({ path }) => path), ...(history === undefined ? [] : [history]), ...named]
      const made = await makeCard(job, name, layer, files, sources, options)
      if (typeof made === 'number') return { cards, notes: [], trouble: whyNot(job, made), code: made }
      cards.push(made)
    }
  }
  return { cards, notes: [...absent.map((name) => `${name}: there is no attestation yet`), ...countForNothing(cards)] }
}

/** A copy, whole or not at all, under the day and the uuid of the report: one that was kept before is there once. */
function keep({ path, report: { finishedAt, uuid } }: ReportFile, history: string): void {
  makeFolder(history)
  const kept = join(history, `${finishedAt.slice(0, 10)}.${uuid}.json`)
  copyFileSync(path, `${kept}.partial`)
  renameSync(`${kept}.partial`, kept)
}

function isNothing(name: string): boolean {
  if (/[*?[]/.test(name)) return globSync(name).length === 0
  if (!existsSync(name)) return true
  try {
    return readdirSync(name).length === 0
  } catch {
    return false // a file, or a folder that is closed to us, which `score` tells
  }
}

/** The card in each format; or the exit code of `score` where there is none. */
async function makeCard(
  job: Job,
  name: string,
  layer: Layer,
  files: readonly ReportFile[],
  sources: readonly string[],
  { format = [], language, signal }: CardOptions,
): Promise<ScoreCard | number> {
  const named = job.scopes.filter((scope) => scope.layer === layer).map((scope) => scope.name)
  const scopes = named.length > 0 ? named : files.map(({ report }) => report.scope.id)
  const [subject = ''] = files.map(({ report }) => report.subject)
  const { allowedSigners } = job.subject
  const args = [
    'score',
    ...sources,
    '--subject',
    subject,
    ...scopes.flatMap((scope) => ['--scope', scope]),
    ...(allowedSigners === undefined ? [] : ['--allowed-signers', allowedSigners]),
    ...(language === undefined ? [] : ['--language', language]),
  ]
  const others = Object.entries(extensions).filter(([one]) => format.includes(one))
  for (const [one, extension] of [['json', '.json'], ...others]) {
    const output = ['--format', one ?? '', '--output', `${name}${extension}`]
    const options = { env: process.env, log: logOf(job), timeoutMs, graceMs: 0, signal }
    const { code } = await runChild([...args, ...output], options)
    if (code !== 0) return code === 64 || code === 70 ? code : 2
  }
  return JSON.parse(readFileSync(`${name}.json`, 'utf8')) as ScoreCard // written by this version, a moment ago
}

function logOf({ folder }: Job): string {
  return join(folder, 'card.log')
}

function whyNot(job: Job, code: number): string {
  return code === 64
    ? `no score card: ${lastLineOf(logOf(job)) ?? `see ${logOf(job)}`}`
    : `no score card; see ${logOf(job)}`
}

/** What `scs-conformance` said last on why it cannot go on; undefined where it said nothing. */
export function lastLineOf(log: string): string | undefined {
  const said = readFileSync(log, 'utf8')
    .split('\n')
    .findLast((line) => line.startsWith('scs-conformance: '))
  return said?.slice('scs-conformance: '.length)
}

/** Attestations on others are no matter of this subject: one folder may hold those of all. */
function countForNothing(cards: readonly ScoreCard[]): readonly string[] {
  const told = cards.flatMap(({ sources }) =>
    sources.flatMap(({ file, kind, left }) =>
      kind !== 'attestation' || left === undefined || left.startsWith(aboutAnother(''))
        ? []
        : [`${file}: counts for nothing: ${left}`],
    ),
  )
  return [...new Set(told)]
}

/** `score card SCS-compatible v5.1 PASS, tentatively`: the last rung that was judged. */
export function cardStanding({ level }: ScoreCard): string {
  const [name, rung] = Object.entries(level).findLast(([, one]) => one.version) ?? ['', undefined]
  const tentatively = rung?.verdict === 'PASS' && rung.tentative ? ', tentatively' : ''
  return `score card SCS-${name} ${rung?.version ?? ''} ${rung?.verdict ?? 'MISS'}${tentatively}`
}
