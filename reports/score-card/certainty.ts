import type { CardResult, ScopeCard, ScoreCard } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'
import { demandsIn } from '../shared/demands.ts'

/** What a result is worth, in few words; empty where there is nothing to say. */
export function certainty(
  { verdict, expired, expiresAt, lastPassAt, flaky, expiresSoon, tentative, checkedAt }: CardResult,
  { words: { certainty: words }, day }: Tongue = plain,
): readonly string[] {
  const on = (moment: string | null): string => (moment === null ? words.noDay : day(moment))
  const said: string[] = []
  if (expired) said.push(words.expiredOn(on(expiresAt)))
  if (checkedAt === null) said.push(words.never)
  if (tentative) said.push(words.tentative)
  if (flaky) said.push(words.flaky)
  if (expiresSoon) said.push(words.expiresOn(on(expiresAt)))
  if (verdict !== 'PASS' && lastPassAt !== null) said.push(words.lastPassed(on(lastPassAt)))
  return said
}

/** The results that a reader must look at: all that are no PASS, and those that are not certain. */
export function remarkable({ results }: ScopeCard): readonly (readonly [id: string, result: CardResult])[] {
  return Object.entries(results).filter(([, result]) => result.verdict !== 'PASS' || certainty(result).length > 0)
}

/** Each version and target with its counts. */
export function standings({ versions }: ScopeCard): readonly (readonly string[])[] {
  return demandsIn(versions).map(({ version, validity, target, verdict, pass, fail, dnf, miss }) =>
    [version, validity, target, verdict, pass, fail, dnf, miss].map(String),
  )
}

export const standingsHead = ['Version', 'Standing', 'Target', 'Verdict', 'PASS', 'FAIL', 'DNF', 'MISS'] as const

const mostOthers = 20

/** What each source has brought, or why it was left out; then what else there was, as far as a reader can care. */
export function sourceLines(
  { sources, others = [] }: ScoreCard,
  { words: { sources: words }, day, count, number }: Tongue = plain,
): readonly string[] {
  const told = sources.map(({ file, kind, checkedAt, results, left }) => {
    return left === undefined
      ? words.brought(file, words.kinds[kind], day(checkedAt), count(results, 'result'))
      : words.leftOut(file, words.kinds[kind], day(checkedAt), left)
  })
  const more = others.length - mostOthers
  return [
    ...told,
    ...others.slice(0, mostOthers).map((file) => words.noReport(file)),
    ...(more > 0 ? [words.moreOthers(number(more))] : []),
  ]
}
