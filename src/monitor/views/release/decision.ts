import type { Evidence } from './evidence.ts'
import { suspicion } from '../suspicion.ts'
import { countVerdicts, notPassedInWords, type VerdictCounts } from '../verdict-counts.ts'

/** What a release is held against. */
export interface Wanted {
  /** Of the scope, for the reasons. */
  readonly version: string
  /** Ids of target `main` of that version: only these decide. */
  readonly testcases: readonly string[]
  /** YYYY-MM-DD, for the reasons. */
  readonly since: string
  /** So many parties have to pass all of it; 1 or more. */
  readonly minimum: number
}

export interface Reason {
  /** `against` makes it no-go; `note` is worth a look, and decides nothing. */
  readonly weighs: 'for' | 'against' | 'note'
  /** One sentence. */
  readonly text: string
  /** Which it is about; absent where it is about all. */
  readonly testcase?: string
}

export interface Decision {
  readonly decision: 'go' | 'no-go'
  readonly reasons: readonly Reason[]
}

/**
 * Go or no-go, as people put it together who release something: coverage and engagement. Go needs both of
 *
 * 1. engagement: at least `minimum` parties pass every testcase of `main`. Subjects of one group are one party: three regions of one
 *    provider are no three witnesses;
 * 2. coverage: every testcase of `main` passes on more than half of the subjects that take part. To take part is to have at least one
 *    result since the date.
 *
 * MISS counts as missing coverage and DNF as not decided: neither is a PASS. So nothing that is missing, undecided or failed ever makes
 * it go, and one more subject that passes all never makes it no-go. One cloud that fails stops no release by itself; it is told. Pure.
 */
export function decide({ version, testcases, since, minimum }: Wanted, evidence: readonly Evidence[]): Decision {
  if (testcases.length === 0) return noGo(`${version} demands nothing: there is nothing to be sure of`)
  const taking = takingPart(evidence)
  if (taking.length === 0) return noGo(`no subject has run any of ${version} since ${since}`)
  const complete = taking.filter(({ verdicts }) => testcases.every((id) => verdicts.get(id) === 'PASS'))
  const reasons = [
    engagement(taking, complete),
    ...testcases.flatMap((testcase) => coverage(testcase, taking)),
  ].toSorted((one, other) => order[one.weighs] - order[other.weighs])
  return { decision: reasons.some(({ weighs }) => weighs === 'against') ? 'no-go' : 'go', reasons }

  function engagement(all: readonly Evidence[], passing: readonly Evidence[]): Reason {
    const once = parties(all) < all.length ? '; subjects of one group count once' : ''
    if (parties(all) < minimum) {
      return against(`only ${parties(all)} of ${minimum} wanted subjects took part since ${since}${once}`)
    }
    if (parties(passing) < minimum) {
      return against(
        `only ${parties(passing)} of ${minimum} wanted subjects passed all of ${version} since ${since}${once}`,
      )
    }
    const word = passing.length === 1 ? 'subject' : 'subjects'
    const text = `${passing.length} ${word} passed all of ${version} since ${since}; ${minimum} wanted${once}`
    return { weighs: 'for', text }
  }
}

/** Those of whom there is anything. */
export function takingPart(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ verdicts }) => verdicts.size > 0)
}

const order = { against: 0, for: 1, note: 2 } as const satisfies Record<Reason['weighs'], number>

function coverage(testcase: string, taking: readonly Evidence[]): readonly Reason[] {
  const counts = countVerdicts(taking.map(({ verdicts }) => verdicts.get(testcase) ?? 'MISS'))
  if (counts.PASS === taking.length) return []
  const text = `${passedInWords(testcase, counts, taking.length)} (${notPassedInWords(counts)})${lookFirst()}`
  return [{ weighs: counts.PASS * 2 > taking.length ? 'note' : 'against', testcase, text }]

  function lookFirst(): string {
    switch (suspicion(counts)) {
      case 'test':
        return ': it goes wrong on most that tried, look at the test first'
      case 'cloud':
        return `: it goes wrong on ${wrong()} alone, look at that cloud first`
      case 'both':
      case undefined:
        return ''
    }
  }

  function wrong(): string | undefined {
    return taking.find(({ verdicts }) => ['FAIL', 'DNF'].includes(verdicts.get(testcase) ?? ''))?.subject
  }
}

function passedInWords(testcase: string, { PASS }: VerdictCounts, all: number): string {
  return PASS === 0 ? `no subject passed ${testcase}` : `${PASS} of ${all} subjects passed ${testcase}`
}

function parties(evidence: readonly Evidence[]): number {
  return new Set(evidence.map(({ party }) => party)).size
}

function against(text: string): Reason {
  return { weighs: 'against', text }
}

function noGo(text: string): Decision {
  return { decision: 'no-go', reasons: [against(text)] }
}
