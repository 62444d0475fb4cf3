import { given, type CauseKind } from '../fact.ts'
import type { Verdict } from '../report.ts'
import type { Lifetime } from '../scope.ts'

/** What a run judges; the same whichever testcase asks. */
export interface UnderJudgement {
  /** Names of the subject, one for each layer that is judged. */
  readonly subjects: readonly string[]
  /** Testcases that a tool decides, and that a version in force has in target main or recommended. */
  readonly testcases: readonly { readonly id: string; readonly lifetime: Lifetime }[]
}

/** One earlier report, of this tool or of the official suite, alone or in a bundle. */
export interface EarlierReport {
  readonly uuid: string
  /** As the provider names it. */
  readonly file: string
  readonly subject: string
  /** Id of the scope; its uuid where the report is an official one. */
  readonly scope: string
  /** ISO 8601, UTC: when the run ended. */
  readonly finishedAt: string
  /** The run was not ended early; an official report does not tell, and counts as whole. */
  readonly complete: boolean
  readonly results: readonly EarlierResult[]
}

export interface EarlierResult {
  readonly id: string
  readonly verdict: Verdict
  /** Why it was not decided or attempted; null for PASS and FAIL, and where the report does not tell. */
  readonly cause: CauseKind | null
  /** ISO 8601, UTC; null for what was not attempted. */
  readonly checkedAt: string | null
  /** ISO 8601, UTC; null for what was not attempted, and where the report does not tell. */
  readonly expiresAt: string | null
  readonly examined: readonly string[]
  readonly notes: readonly string[]
}

/** The reports of earlier runs that the provider hands in. */
export interface ReportHistory {
  /**
   * Reads them all, each once, the earliest first.
   * @throws ProbeError malformed for what says it is a report and cannot be read, and where there is none
   */
  read(): Promise<{ readonly reports: readonly EarlierReport[]; readonly otherFiles: number }>
  /** Reads one, such as of a test that `releaseTests` names. ProbeError malformed where it is none, or several. */
  readOne(path: string): Promise<EarlierReport>
  /** What `diff` says of two reports of this tool that were read; null where one of them is an official one. */
  compare(beforeUuid: string, afterUuid: string): ReportDifference | null
  /** The moment until which a result counts (scs-0004-v1). */
  readonly expiresAt: (checkedAt: string, lifetime: Lifetime) => string
}

/** Ids of testcases that stand worse in the later report. */
export interface ReportDifference {
  /** Now FAIL, and not before. */
  readonly regressions: readonly string[]
  /** Was PASS, and is DNF or MISS now, or is not there any more. */
  readonly lost: readonly string[]
}

export const underJudgement = given<UnderJudgement>('what is under judgement')

/** Null where no reports were handed in. */
export const reportHistory = given<ReportHistory | null>('the reports of earlier runs')
