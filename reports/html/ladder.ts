import type { LevelVerdict, Report, Verdict } from '../../src/report.ts'
import type { Tongue } from '../language/tongue.ts'
import { levels } from '../shared/levels.ts'
import { isTestcase } from '../shared/summary.ts'

/** What the page knows of a testcase that a level lacks. */
export interface Known {
  readonly verdict: Verdict
  readonly title: string
}

/** A testcase that stands in the way, with what to do about it. */
export interface Obstacle extends Partial<Known> {
  readonly id: string
  /** Empty where the page does not have it: another scope of the same run does. */
  readonly href: string
  /** Empty where the standards know none. */
  readonly remedy: string
}

/** A rung as the page shows it. */
export interface Rung {
  readonly anchor: string
  readonly name: string
  readonly verdict: Verdict
  readonly version: string
  /** Whether it is a proposal only, since when, until when. */
  readonly span: readonly string[]
  /** What passes by an attestation that no assessor has confirmed. */
  readonly unconfirmed: { readonly text: string; readonly testcases: readonly Obstacle[] } | null
  /** What is missing that is no testcase. */
  readonly sentences: readonly string[]
  readonly missing: readonly Obstacle[]
  readonly next: { readonly text: string; readonly missing: readonly Obstacle[] } | null
}

/** The levels from below, each with what stands between the subject and it. */
export function ladderOf(
  level: Report['level'],
  knownAs: (id: string) => Known | undefined,
  { words, day, count, language }: Tongue,
): readonly Rung[] {
  const { ladder } = words
  return levels.map((name, i) => {
    const { verdict, version = '', missing, remedies = {}, since, until, tentative = [], next, proposal } = level[name]
    const obstacle = (id: string): Obstacle => {
      const known = knownAs(id)
      return { id, href: known ? `#testcase-${id}` : '', remedy: remedies[id] ?? '', ...known }
    }
    const isKnown = (item: string): boolean => isTestcase(item, {}) || knownAs(item) !== undefined
    const lower = levels[i - 1]
    const held =
      lower && level[lower].verdict !== 'PASS' ? [ladder.below(words.levels[lower], level[lower].verdict)] : []
    return {
      anchor: `level-${name}`,
      name: words.levels[name],
      verdict,
      version,
      span: [
        ...(proposal ? [ladder.proposal] : []),
        ...(since === undefined ? [] : [ladder.since(day(since))]),
        ...(until === undefined ? [] : [ladder.until(day(until))]),
      ],
      unconfirmed:
        tentative.length > 0
          ? { text: ladder.unconfirmed(count(tentative.length, 'testcase')), testcases: tentative.map(obstacle) }
          : null,
      // The report says them in English, and more exactly.
      sentences:
        language === 'en'
          ? missing.filter((item) => !isKnown(item))
          : [...held, ...(version === '' ? [ladder.noVersion] : [])],
      missing: missing.filter(isKnown).map(obstacle),
      next: next ? { text: comingOf(next), missing: next.missing.map(obstacle) } : null,
    }
  })

  function comingOf({ version, from, missing }: NonNullable<LevelVerdict['next']>): string {
    const open = missing.length > 0 ? ladder.withoutPass(count(missing.length, 'testcase')) : ladder.reachedAlready
    return ladder.coming(version, from === undefined ? ladder.draft : ladder.inForce(day(from)), open)
  }
}
