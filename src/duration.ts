import { closure } from './fact-store.ts'
import type { Fact, Needs } from './fact.ts'

/** How long learning takes, in whole minutes. */
export interface Duration {
  /** On a usual cloud, where what counts towards the project's quota runs one after the other, for want of room. */
  readonly oneAfterAnotherMinutes: number
  /** By the deadlines: what has not ended by then is given up, and what it has made deleted. */
  readonly atMostMinutes: number
}

/** Milliseconds that a fact may take that names no deadline of its own, where the user does not say. */
export const usualFactTimeoutMs = 120_000

/**
 * How long it takes to learn all that these need. Facts wait for their needs and else run side by side; those that hold room of the
 * project's quota may have to wait for each other as well. What is given takes no time.
 */
export function durationOf(checks: readonly { readonly needs: Needs }[], given: ReadonlySet<Fact>): Duration {
  const known = new Set(given)
  for (const { needs } of checks) closure(needs, known)
  const facts = [...known].filter((fact) => !given.has(fact))
  const sharing = facts.filter(({ makes }) => makes?.room)
  const along = (weigh: (fact: Fact) => number) => {
    const apart = (fact: Fact) => (fact.makes?.room ? 0 : weigh(fact))
    return longestPath(facts, given, apart) + sharing.reduce((sum, fact) => sum + weigh(fact), 0)
  }
  return {
    oneAfterAnotherMinutes: Math.max(
      sharing.reduce((sum, { cost }) => sum + (cost.minutes ?? 0), 0),
      longestPath(facts, given, ({ cost }) => cost.minutes ?? 0),
    ),
    atMostMinutes: Math.ceil(along(longestMs) / 60_000),
  }
}

/** What asks the subject nothing takes no time that would count. */
function longestMs({ timeoutMs = usualFactTimeoutMs, makes, cost }: Fact): number {
  const asks = Object.values(cost).some((count) => count > 0)
  return asks ? timeoutMs + (makes?.cleanUpMs ?? 0) : 0
}

/** The most that a fact weighs together with what it has to wait for. */
function longestPath(facts: readonly Fact[], given: ReadonlySet<Fact>, weigh: (fact: Fact) => number): number {
  const known = new Map<Fact, number>()
  const along = (fact: Fact): number => {
    if (given.has(fact)) return 0
    const before = known.get(fact)
    if (before !== undefined) return before
    known.set(fact, 0) // a circle ends here; it is told when it is learned
    const own = weigh(fact) + Math.max(0, ...Object.values(fact.needs).map(along))
    known.set(fact, own)
    return own
  }
  return Math.max(0, ...facts.map(along))
}
