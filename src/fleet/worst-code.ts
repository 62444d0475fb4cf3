import type { Ended } from './child.ts'

/** How the run of one subject ended. */
export interface Outcome {
  /** Absent where it was not begun, or could not be. */
  readonly ended?: Pick<Ended, 'code'>
  /** Why it gave no whole report. */
  readonly trouble?: string
  /** It was not begun because its settings cannot be used. */
  readonly isUsage?: true
  /** What comes after its run, its score cards; their exit code where they could not be made. */
  readonly after?: { readonly code?: number }
}

/**
 * 70, 64, 1, 2, 0: the worst of all comes first. A run that was ended, interrupted or crashed has decided nothing, whatever its
 * exit code.
 */
export function worstCode(outcomes: readonly Outcome[], exitZero: boolean): number {
  const codes = outcomes.flatMap((one) => [codeOf(one), one.after?.code ?? 0])
  const worst = [70, 64, 1, 2].find((code) => codes.includes(code)) ?? 0
  return exitZero && worst < 64 ? 0 : worst
}

function codeOf({ ended, trouble, isUsage }: Outcome): number {
  if (!ended) return isUsage ? 64 : 70
  if (ended.code === 64 || ended.code === 70) return ended.code
  return trouble === undefined && (ended.code === 0 || ended.code === 1) ? ended.code : 2
}
