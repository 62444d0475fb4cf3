import type { Layer, Level, LevelVerdict } from '../report.ts'
import { worst } from '../report.ts'
import { rungOf, type Judgement } from './rung.ts'

const levels = ['compatible', 'open', 'sovereign'] as const satisfies readonly Level[]

/**
 * How far up the ladder the subject has come. A rung is no better than the one below, which it needs (scs-0003); one for which
 * no scope was judged is MISS. Where several scopes were, all must be reached: each is somebody's word for what the level
 * demands, nobody has said which of them is the right one, and to pass over one that is not reached would be to take absence
 * of a look for a PASS. The order in which they are named does not matter.
 */
export function ladder(layer: Layer, judgements: readonly Judgement[]): Readonly<Record<Level, LevelVerdict>> {
  const rungs: Partial<Record<Level, LevelVerdict>> = {}
  let below: LevelVerdict | undefined
  for (const level of levels) {
    const ofLevel = judgements.filter(({ scope }) => scope.level === level && scope.layer === layer)
    const own = ofAll(ofLevel, nameOf(level, layer)) ?? unknownRung(layer, level, judgements)
    rungs[level] =
      below && below.verdict !== 'PASS'
        ? held(own, below, nameOf(levels[levels.indexOf(level) - 1], layer))
        : resting(own, below)
    below = rungs[level]
  }
  return rungs as Record<Level, LevelVerdict> // the loop has been through all of them
}

/** The rung of the scope that decides: the worst, else the one that is the first to end; with what the others take and lack. */
function ofAll(judgements: readonly Judgement[], name: string): LevelVerdict | undefined {
  const all = judgements
    .map((judgement) => ({ id: judgement.scope.id, rung: rungOf(judgement) }))
    .toSorted(decidingFirst)
  const [deciding, another] = all
  if (!deciding || !another) return deciding?.rung
  const rungs = all.map(({ rung }) => rung)
  const missing = [...new Set(rungs.flatMap((rung) => rung.missing))]
  const remedies = Object.assign({}, ...rungs.map((rung) => rung.remedies ?? {})) as Record<string, string>
  const tentative = [...new Set(rungs.flatMap((rung) => rung.tentative ?? []))]
  const since = rungs
    .flatMap((rung) => rung.since ?? [])
    .toSorted()
    .at(-1)
  const { verdict, version, until, next } = deciding.rung
  const standing = all.map(({ id, rung }) => `${id} ${rung.verdict}`).join(', ')
  return {
    verdict,
    ...(rungs.every((rung) => rung.proposal) ? { proposal: true } : {}),
    ...(version === undefined ? {} : { version }),
    missing: verdict === 'PASS' ? [] : [`each scope of ${name} must be reached (${standing})`, ...missing],
    ...(Object.keys(remedies).length > 0 ? { remedies } : {}),
    ...(verdict === 'PASS' && since !== undefined ? { since } : {}),
    ...(until === undefined ? {} : { until }),
    ...(verdict === 'PASS' && tentative.length > 0 ? { tentative } : {}),
    ...(next ? { next } : {}),
  }
}

interface Rung {
  /** Of the scope. */
  readonly id: string
  readonly rung: LevelVerdict
}

function decidingFirst(one: Rung, other: Rung): number {
  const [a, b] = [one.rung, other.rung]
  if (a.verdict !== b.verdict) return worst([a.verdict, b.verdict]) === a.verdict ? -1 : 1
  const [end, otherEnd] = [a.until ?? never, b.until ?? never]
  if (end !== otherEnd) return end < otherEnd ? -1 : 1
  return one.id < other.id ? -1 : Number(one.id > other.id)
}

/** After every date. */
const never = '~'

/** A rung that stands on one that passes is as tentative as that. */
function resting(own: LevelVerdict, below: LevelVerdict | undefined): LevelVerdict {
  if (own.verdict !== 'PASS' || !below?.tentative) return own
  return { ...own, tentative: [...new Set([...below.tentative, ...(own.tentative ?? [])])] }
}

/** A rung that is no better than the one below: what it has in common with one that passes, without since and until. */
function held(
  { verdict, proposal, version, missing, remedies, next }: LevelVerdict,
  below: LevelVerdict,
  name: string,
): LevelVerdict {
  return {
    verdict: worst([verdict, below.verdict]),
    ...(proposal ? { proposal } : {}),
    ...(version === undefined ? {} : { version }),
    missing: [`${name} is not reached (${below.verdict})`, ...missing],
    ...(remedies ? { remedies } : {}),
    ...(next ? { next } : {}),
  }
}

function unknownRung(layer: Layer, level: Level, judgements: readonly Judgement[]): LevelVerdict {
  const names = judgements.map(({ scope }) => scope.name).join(' and ') || 'nothing'
  return { verdict: 'MISS', missing: [`this run tested ${names}, which says nothing about ${nameOf(level, layer)}`] }
}

function nameOf(level: Level | undefined, layer: Layer): string {
  return `SCS-${level ?? 'compatible'} ${layer === 'iaas' ? 'IaaS' : 'KaaS'}`
}
