/** One look at something: was it well at that moment? */
export interface Look {
  /** Milliseconds. */
  readonly atMs: number
  readonly isGood: boolean
}

export type State = 'good' | 'bad' | 'flapping'

/** When a change counts. */
export interface Patience {
  /** So many looks in a row that agree settle it, … */
  readonly confirmations: number
  /** … or one that nothing has contradicted for so long. */
  readonly lastingMs: number
  /** So many changes … */
  readonly changes: number
  /** … within this time are flapping; it is over when nothing has changed for this time. */
  readonly withinMs: number
}

export interface Settled {
  readonly state: State
  /** When it began, in milliseconds. */
  readonly sinceMs: number
}

/**
 * How something stands, by all looks at it. Undefined while that is not settled: then what was told stays true.
 *
 * A change counts once `confirmations` looks in a row agree, or once nothing has contradicted it for `lastingMs`; what comes and
 * goes faster is told to nobody. `changes` changes within `withinMs` are flapping: told once, and nothing more until all looks have
 * agreed for `withinMs`. Pure; looks may come in any order and more than once. Of two of the same moment the worse one counts.
 *
 * @param told what was told last; undefined where nothing was. Then what is good needs no confirmation: nobody is told of it.
 */
export function settle(
  looks: readonly Look[],
  told: State | undefined,
  { confirmations, lastingMs, changes, withinMs }: Patience,
  nowMs: number,
): Settled | undefined {
  const ordered = inOrder(looks)
  const latest = ordered.at(-1)
  if (!latest) return undefined
  const changed = ordered.filter((look, index) => index > 0 && look.isGood !== ordered[index - 1]?.isGood)
  const recent = changed.filter(({ atMs }) => atMs > nowMs - withinMs)
  const run = ordered.slice(ordered.findLastIndex(({ isGood }) => isGood !== latest.isGood) + 1)
  const sinceMs = run[0]?.atMs ?? latest.atMs
  const settled: Settled = { state: latest.isGood ? 'good' : 'bad', sinceMs }
  if (told === 'flapping') return recent.length > 0 ? undefined : settled
  if (changes > 0 && recent.length >= changes) return { state: 'flapping', sinceMs: recent[0]?.atMs ?? sinceMs }
  const needsNone = told === undefined && latest.isGood
  return needsNone || run.length >= confirmations || nowMs - sinceMs >= lastingMs ? settled : undefined
}

function inOrder(looks: readonly Look[]): readonly Look[] {
  const byMoment = new Map<number, Look>()
  for (const look of looks) {
    if (byMoment.get(look.atMs)?.isGood !== false) byMoment.set(look.atMs, look)
  }
  return [...byMoment.values()].toSorted((a, b) => a.atMs - b.atMs)
}
