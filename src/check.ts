import type { Exhibit } from './exhibit.ts'
import type { CauseKind, Fact, FactsOf, Needs } from './fact.ts'

export type { Exhibit, NodePlacement, PlacedNode, PlacedNodes } from './exhibit.ts'

/** One seen breach of a proposition. Every string is for people and may name the resource, never a secret. */
export interface Violation {
  /** The resource, kind first: `flavor SCS-4V-16`. `test NAME` for a test that failed: `diff` knows it by that alone. */
  readonly subject: string
  readonly expected: string
  readonly actual: string
  /** What the operator can do, ideally a command. */
  readonly remedy?: string
}

/**
 * What a check found. No violation, decided → PASS; a violation → FAIL; `undecided` → DNF whatever else was found, or MISS where
 * its kind is `manual`: nothing was given to look at, and only an attestation can decide.
 */
export interface Finding {
  /** Names of the resources looked at, or only their number where they are too many to be of use. */
  readonly examined: readonly string[] | { readonly count: number }
  readonly violations: readonly Violation[]
  /**
   * Warnings and remarks; they never change the verdict. One that begins with `judged by` tells what was judged by, which `diff`
   * does not count as evidence of the subject.
   */
  readonly notes?: readonly string[]
  /**
   * ISO 8601, UTC: when the evidence was taken, where that was before this run (imported results). The result expires by
   * this time, and evidence that has expired decides nothing.
   */
  readonly observedAt?: string
  /** What people should see as a table or a picture. */
  readonly exhibits?: readonly Exhibit[]
  /** Set when the data at hand does not decide the proposition. */
  readonly undecided?: { readonly kind: CauseKind; readonly message: string }
}

/** The code that judges one testcase. */
export interface Check<N extends Needs = Needs> {
  /** The testcase id, permanent and literal: `scs-0100-syntax-check`. */
  readonly id: string
  /** A statement: "Every …", "The default …". */
  readonly title: string
  /** Standard with version, and the heading's anchor: `scs-0100-v3.1#…`. */
  readonly section: `${string}#${string}`
  readonly needs: N
  /**
   * Pure and synchronous: same facts, same finding. Must not read clocks, files or the network.
   * Method syntax on purpose: it lets a Check<N> be stored as a Check.
   */
  judge(facts: FactsOf<N>): Finding
}

/** Defines a check; only there so that `judge` gets its types from `needs`. */
export function check<const N extends Readonly<Record<string, Fact>>>(definition: Check<N>): Check<N> {
  return definition
}

/** A set of checks that belong to one standard; what `suites/` and `--suite PATH` export as `suite`. */
export interface Suite {
  /** `scs-0100-flavor-naming` */
  readonly id: string
  readonly checks: readonly Check[]
}
