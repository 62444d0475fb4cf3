import type { CardResult, ScopeCard, ScoreCard } from '../../src/report.ts'

/** What a result is worth, in few words; empty where there is nothing to say. */
export function certainty({
  verdict,
  expired,
  expiresAt,
  lastPassAt,
  flaky,
  expiresSoon,
  tentative,
  checkedAt,
}: CardResult): readonly string[] {
  const said: string[] = []
  if (expired) said.push(`expired on ${day(expiresAt)}`)
  if (checkedAt === null) said.push('never judged')
  if (tentative) said.push('tentative: no assessor has confirmed it')
  if (flaky) said.push('flaky')
  if (expiresSoon) said.push(`expires on ${day(expiresAt)}`)
  if (verdict !== 'PASS' && lastPassAt !== null) said.push(`last passed on ${day(lastPassAt)}`)
  return said
}

/** The results that a reader must look at: all that are no PASS, and those that are not certain. */
export function remarkable({ results }: ScopeCard): readonly (readonly [id: string, result: CardResult])[] {
  return Object.entries(results).filter(([, result]) => result.verdict !== 'PASS' || certainty(result).length > 0)
}

/** Each version and target with its counts. */
export function standings({ versions }: ScopeCard): readonly (readonly string[])[] {
  return Object.entries(versions).flatMap(([version, { validity, targets }]) =>
    Object.entries(targets).map(([target, { verdict, pass, fail, dnf, miss }]) =>
      [version, validity, target, verdict, pass, fail, dnf, miss].map(String),
    ),
  )
}

export const standingsHead = ['Version', 'Standing', 'Target', 'Verdict', 'PASS', 'FAIL', 'DNF', 'MISS'] as const

/** What each source has brought, or why it was left out. */
export function sourceLines({ sources }: ScoreCard): readonly string[] {
  return sources.map(({ file, kind, checkedAt, results, left }) => {
    const head = `${file}: ${kind} of ${checkedAt.slice(0, 10)}`
    return left === undefined ? `${head}, ${results} results` : `${head}, left out: ${left}`
  })
}

function day(moment: string | null): string {
  return moment?.slice(0, 10) ?? 'no day'
}
