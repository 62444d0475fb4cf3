import type { Cause, Level, LevelVerdict, Report, Result, TargetVerdict, Verdict } from '../../src/report.ts'
import { demandsById, demandsIn, named } from './demands.ts'
import { headline } from './headline.ts'
import { levelIn, levels } from './levels.ts'
import { nextSteps, type Step } from './next-steps.ts'
import { plain, type Tongue } from '../language/tongue.ts'

/** A testcase with what demands it. */
export interface Entry {
  readonly id: string
  readonly result: Result
  /** `v5.1 main`, `next preview` */
  readonly demandedBy: readonly string[]
  /** It belongs to `main` of the version that this report is about. */
  readonly required: boolean
}

/** Testcases left open for one and the same cause. */
export interface Gap {
  readonly verdict: 'DNF' | 'MISS'
  readonly cause: Cause
  readonly entries: readonly Entry[]
  /** How many of them are required. */
  readonly required: number
}

/** What a reader wants to know first; every format for people tells it in the same words. */
export interface Summary {
  readonly verdict: Verdict
  /** One sentence: does the subject reach the level. */
  readonly headline: string
  /** The version that the headline is about; empty where the scope has none in force. */
  readonly version: string
  /** Its target `main`, with the counts. */
  readonly main: TargetVerdict
  readonly failures: readonly Entry[]
  /** DNF before MISS, required ones first. */
  readonly gaps: readonly Gap[]
  readonly passes: readonly Entry[]
  readonly nextSteps: readonly Step[]
}

export function summarize(report: Report, tongue: Tongue = plain): Summary {
  const name = levelOf(report)
  const level = report.level[name]
  const version = report.selection?.scopeVersion ?? level.version ?? proposedVersion(level) ?? ''
  const nothing: TargetVerdict = { verdict: level.verdict, pass: 0, fail: 0, dnf: 0, miss: 0, testcases: [] }
  const main = report.versions[version]?.targets.main ?? nothing
  // A version that was asked for stands for itself; a level needs those below it too.
  const verdict = report.selection?.scopeVersion === undefined ? level.verdict : main.verdict
  const required = new Set(main.testcases)
  const demands = demandsById(demandsIn(report.versions))
  const entries = Object.entries(report.results).map(([id, result]): Entry => ({
    id,
    result,
    demandedBy: (demands.get(id) ?? []).map(named),
    required: required.has(id),
  }))
  const failures = requiredFirst(entries.filter(({ result }) => result.verdict === 'FAIL'))
  const gaps = gapsOf(entries)
  return {
    verdict,
    headline: headline(report, { name, verdict, version, main }, tongue),
    version,
    main,
    failures,
    gaps,
    passes: entries.filter(({ result }) => result.verdict === 'PASS'),
    nextSteps: nextSteps(report, { verdict, version, failures, gaps, required }, tongue),
  }
}

/** A proposal is never in force: what a reader wants to know of is its draft. */
export function proposedVersion({ proposal, next }: LevelVerdict): string | undefined {
  return proposal ? next?.version : undefined
}

/** The level that the report's scope is about. */
function levelOf({ scope, level }: Report): Level {
  return levelIn(scope.id) ?? levels.find((name) => level[name].version !== undefined) ?? 'compatible'
}

/** Violations in a row that share a remedy have it said once, with the last. */
export function remedyOnce(violations: Result['violations']): Result['violations'] {
  return violations.map(({ remedy, ...rest }, i) =>
    remedy === undefined || remedy === violations[i + 1]?.remedy ? rest : { ...rest, remedy },
  )
}

/** What was wrong before the run; what could then not be looked at any more is no news. */
export function troubles({ preflight }: Report): Report['preflight'] {
  const failed = preflight.some(({ outcome }) => outcome === 'failed')
  return preflight.filter(({ outcome }) => outcome !== 'ok' && !(failed && outcome === 'unknown'))
}

/** What stands between the subject and a level, in few words: sentences, and how many testcases. */
export function obstacles(
  { missing }: LevelVerdict,
  { results }: Report,
  { words, count }: Tongue = plain,
): readonly string[] {
  const sentences = missing.filter((item) => !isTestcase(item, results))
  const ids = missing.length - sentences.length
  return ids > 0 ? [words.ladder.withoutPass(count(ids, 'testcase')), ...sentences] : sentences
}

/** An id, also of a testcase that only another scope of the same run has; sentences have blanks. */
export function isTestcase(item: string, results: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(results, item) || /^[\w.-]+$/.test(item)
}

/** Whether it is a proposal only, since when and until when a level stands, whether only tentatively, and what is coming. */
export function outlook(
  { proposal, since, until, tentative, next }: LevelVerdict,
  { words: { ladder }, count, day }: Tongue = plain,
): readonly string[] {
  const from = next?.from === undefined ? ladder.draft : ladder.inForce(day(next.from))
  const open =
    next &&
    (next.missing.length > 0 ? ladder.withoutPass(count(next.missing.length, 'testcase')) : ladder.reachedAlready)
  return [
    ...(proposal ? [ladder.proposal] : []),
    ...(since === undefined ? [] : [ladder.since(day(since))]),
    ...(until === undefined ? [] : [ladder.until(day(until))]),
    ...(tentative ? [ladder.unconfirmed(count(tentative.length, 'testcase'))] : []),
    ...(next && open !== undefined ? [ladder.coming(next.version, from, open)] : []),
  ]
}

function gapsOf(entries: readonly Entry[]): readonly Gap[] {
  const gaps = (['DNF', 'MISS'] as const).flatMap((verdict) => {
    const open = entries.filter(({ result }) => result.verdict === verdict && result.cause)
    const byCause = Map.groupBy(open, ({ result }) =>
      JSON.stringify([result.cause?.kind, result.cause?.message, result.cause?.fact]),
    )
    return [...byCause.values()].flatMap((group): Gap[] => {
      const cause = group[0]?.result.cause
      return cause
        ? [{ verdict, cause, entries: group, required: group.filter(({ required }) => required).length }]
        : []
    })
  })
  return gaps.toSorted((a, b) => Number(b.required > 0) - Number(a.required > 0))
}

function requiredFirst(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => Number(b.required) - Number(a.required))
}
