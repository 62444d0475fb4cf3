import type { CauseKind } from './fact.ts'
import type { Violation } from './check.ts'
import type { Exhibit } from './exhibit.ts'

export type { Exhibit, NodePlacement, PlacedNode, PlacedNodes } from './exhibit.ts'

/** The four verdicts of scs-0003-v2. For a group the topmost of FAIL > MISS > DNF > PASS wins. */
export type Verdict = 'PASS' | 'FAIL' | 'DNF' | 'MISS'
export type Layer = 'iaas' | 'kaas'
export type Level = 'compatible' | 'open' | 'sovereign'
/** What a version of a scope demands of a testcase; only `main` decides the certificate. */
export type Target = 'main' | 'recommended' | 'preview'
/** Standing of a version of a scope on the reference date, from the scope's timeline. */
export type Validity = 'effective' | 'warn' | 'draft' | 'deprecated'

export interface Cause {
  readonly kind: CauseKind
  /** One sentence: what could not be observed, and the way out. */
  readonly message: string
  /** Name of the fact that could not be learned. */
  readonly fact?: string
}

export interface Result {
  readonly verdict: Verdict
  /** Always there for DNF and MISS, never for PASS and FAIL. */
  readonly cause?: Cause
  /** What the check states about the subject. */
  readonly title: string
  /** The standard behind the testcase; `url` leads to the section, as deep as is known. */
  readonly standard: { readonly id: string; readonly title: string; readonly url: string }
  /** The official notes on how the testcase is tested. */
  readonly testNotesUrl?: string
  readonly examined: readonly string[] | { readonly count: number }
  readonly violations: readonly Violation[]
  readonly notes: readonly string[]
  /** Evidence with a form of its own: tables, pictures. */
  readonly exhibits?: readonly Exhibit[]
  /** `light` or `heavy`: how much work the testcase is. */
  readonly section: string
  /** How often the testcase was judged; 0 for MISS. */
  readonly attempts: number
  /** ISO 8601, UTC; null where nothing was started. */
  readonly startedAt: string | null
  readonly durationMs: number
  /** ISO 8601, UTC: from then on the result counts as MISS (scs-0004); null for MISS. */
  readonly expiresAt: string | null
  /** Calls made for the facts this testcase needs; a call for a shared fact is counted with each of them. */
  readonly http: { readonly requests: number; readonly retries: number }
}

/** One look at the subject before the testcases: can it be reached, may this user test it. */
export interface Preflight {
  readonly id:
    | 'reachability'
    | 'authentication'
    | 'roles'
    | 'catalog'
    | 'version'
    | 'permissions'
    | 'clock-skew'
    | 'host-cloud'
    | 'management-cluster'
    | 'other-cluster'
  readonly outcome: 'ok' | 'warning' | 'failed' | 'unknown'
  readonly message: string
}

/** A group of testcases with its verdict and counts. */
export interface TargetVerdict {
  readonly verdict: Verdict
  readonly pass: number
  readonly fail: number
  readonly dnf: number
  readonly miss: number
  /** In the order of the plan. */
  readonly testcases: readonly string[]
}

export interface VersionVerdict {
  readonly validity: Validity
  readonly targets: Readonly<Partial<Record<Target, TargetVerdict>>>
}

/** One rung of the ladder. Its verdict includes those of the rungs below, which it needs (scs-0003). */
export interface LevelVerdict {
  readonly verdict: Verdict
  /** Nobody has formalised this level: what it was judged by is a proposal. */
  readonly proposal?: true
  /** The version of the scope that gave this verdict; absent where there is none. */
  readonly version?: string
  /** What stands between the subject and this level: testcases of `main` without PASS, or a sentence. */
  readonly missing: readonly string[]
  /**
   * What to do about each testcase that is missing, by its id, where the standards know; of those that the coming version would
   * take where none is in force.
   */
  readonly remedies?: Readonly<Record<string, string>>
  /** ISO 8601, UTC: when the last result that it took came in; only with PASS. */
  readonly since?: string
  /** ISO 8601, UTC: when the first of these results expires, or the version is no longer in force; only with PASS. */
  readonly until?: string
  /**
   * Testcases, of this level and of those below, that pass by an attestation which no assessor has confirmed: as long as there
   * are any, so is the level no more than tentative. Only with PASS; absent where there are none.
   */
  readonly tentative?: readonly string[]
  /** The version that is coming, where its scope has one: what it would still take. */
  readonly next?: {
    readonly version: string
    /** YYYY-MM-DD from which it is in force; absent for a draft without a date. */
    readonly from?: string
    readonly missing: readonly string[]
  }
}

/** An exception that somebody has taken on: it softens the exit code, never a verdict or a level. */
export interface Waiver {
  /** One testcase; or `pattern`. */
  readonly id?: string
  /** A regular expression that the whole id matches. */
  readonly pattern?: string
  /** Holds only for this subject; for any where absent. */
  readonly subject?: string
  readonly reason: string
  /** Who answers for it. */
  readonly owner: string
  /** YYYY-MM-DD, the last day on which it holds. */
  readonly expires: string
  readonly link?: string
}

/** What became of a waiver in a run. */
export interface WaiverUse extends Waiver {
  /** `unused`: all it names pass, so it can go. `unknown`: the scope has no such testcase. */
  readonly state: 'used' | 'unused' | 'expired' | 'unknown'
  /** The testcases it names that have no PASS. */
  readonly testcases: readonly string[]
}

/** What a report to share tells of the full one. */
export interface Redaction {
  /** `sha256:` and the hex digest of the full report's file. */
  readonly of: string
  /** By pseudonym: the SHA-256 of a salt and the value that it stands for, as hex. */
  readonly commitments: Readonly<Record<string, string>>
}

/** One run's record: the one model that all formats see. Published as reports/report.schema.json. */
export interface Report {
  readonly format: 'scs-conformance-report/1'
  readonly uuid: string
  readonly creator: { readonly name: string; readonly version: string }
  readonly subject: string
  readonly layer: Layer
  readonly scope: {
    readonly id: string
    readonly uuid: string
    readonly name: string
    readonly url: string
    /** `sha256:` and the hex digest of the scope file. */
    readonly digest: string
  }
  /** YYYY-MM-DD: the date that decides which versions are in force. */
  readonly referenceDate: string
  readonly startedAt: string
  readonly finishedAt: string
  /** False when a deadline, a signal or a crash ended the run early; the rest is MISS/interrupted. */
  readonly complete: boolean
  /** What the user narrowed the run to; absent where nothing. */
  readonly selection?: {
    readonly scopeVersion?: string
    readonly sections?: readonly string[]
    readonly tests?: string
    readonly readOnly?: boolean
  }
  readonly preflight: readonly Preflight[]
  /** By testcase id, in the order of the plan. */
  readonly results: Readonly<Record<string, Result>>
  /** By version, in the order of the scope. */
  readonly versions: Readonly<Record<string, VersionVerdict>>
  readonly level: Readonly<Record<Level, LevelVerdict>>
  /** In the order of their file; absent where none was given. */
  readonly waivers?: readonly WaiverUse[]
  /** Only in a report to share: what it was made from. */
  readonly redaction?: Redaction
  readonly http: { readonly requests: number; readonly retries: number; readonly bytes: number }
}

/** The standing of one testcase: its newest result, as long as it has not expired. */
export interface CardResult {
  readonly verdict: Verdict
  readonly title: string
  readonly checkedAt: string | null
  readonly expiresAt: string | null
  /** Uuid of the report, or digest of the attestation; null where there is no result. */
  readonly source: string | null
  readonly tentative?: true
  /** Why it is MISS though there are results: the newest has expired. */
  readonly expired?: true
  /** The newest PASS, whatever came after it; null where there was none. */
  readonly lastPassAt: string | null
  /** It passed, but not at the first attempt, or right after a result that was no PASS. */
  readonly flaky?: true
  /** It passed, and expires within a week. */
  readonly expiresSoon?: true
  /** Newest first. */
  readonly history: readonly PastResult[]
}

/** What one source said of a testcase. */
export interface PastResult {
  readonly checkedAt: string
  /** From then on it said nothing any more. */
  readonly expiresAt: string
  readonly verdict: Verdict
  readonly source: string
}

/** The standing of a subject with regard to one scope. */
export interface ScopeCard {
  readonly scope: Report['scope']
  /** By testcase id, in the order of the scope. */
  readonly results: Readonly<Record<string, CardResult>>
  readonly versions: Readonly<Record<string, VersionVerdict>>
}

/** A report or attestation that was named for a score card. */
export interface CardSource {
  readonly id: string
  readonly file: string
  readonly kind: 'report' | 'official report' | 'attestation'
  /** ISO 8601, UTC */
  readonly checkedAt: string
  /** How many results it has brought. */
  readonly results: number
  /** Why it was left out; absent where it was not. */
  readonly left?: string
}

/** The freshest unexpired result per testcase over all that is known of a subject (scs-0003-v2). */
export interface ScoreCard {
  readonly format: 'scs-conformance-score-card/1'
  readonly subject: string
  readonly layer: Layer
  /** ISO 8601, UTC: the moment of which it speaks. */
  readonly at: string
  readonly cards: readonly ScopeCard[]
  /** All reports and attestations that were named, also those that say nothing. */
  readonly sources: readonly CardSource[]
  /** Files in the folders that were named that are neither report nor attestation; absent where there are none. */
  readonly others?: readonly string[]
  readonly level: Readonly<Record<Level, LevelVerdict>>
}

/** Of the frame around what the standards and the subject say; verdicts and identifiers are the same in each. */
export type Language = 'en' | 'de'

export interface RenderOptions {
  /** ANSI colours; only a terminal wants them. */
  readonly color?: boolean
  /** Also list what passed. */
  readonly verbose?: boolean
  /** English where absent. Only HTML has others so far. */
  readonly language?: Language
}

/** A way to write a report; what `reports/` and `--format PATH` export as `format`. Pure: no files, no clock, no recounting. */
export interface ReportFormat {
  readonly name: string
  /** With the dot: `.html`. */
  readonly extension: string
  render(report: Report, options?: RenderOptions): string
}

const worstFirst = ['FAIL', 'MISS', 'DNF', 'PASS'] as const satisfies readonly Verdict[]

/** The verdict of a group: the topmost of FAIL > MISS > DNF > PASS; PASS for an empty group (scs-0003-v2). */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  const seen = new Set(verdicts)
  return worstFirst.find((verdict) => seen.has(verdict)) ?? 'PASS'
}
