import type { Report, TargetVerdict } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'

/** One sentence: does the subject reach the level; a second one where that is not the whole story. */
export function headline(
  report: Report,
  version: string,
  main: TargetVerdict,
  missing: readonly string[],
  { words: { headline: words, validity }, count, number, language }: Tongue = plain,
): string {
  const { subject, scope, versions, complete } = report
  const goal = `${scope.name} ${version}`.trim()
  const all = count(main.pass + main.fail + main.dnf + main.miss, 'testcase')
  const standing = versions[version]?.validity
  const worthless =
    standing === 'draft' || standing === 'deprecated' ? ` ${words.worthless(version, validity[standing])}` : ''
  const early = complete ? '' : ` ${words.early}`
  const refusal = main.verdict === 'DNF' || main.verdict === 'MISS' ? refusalIn(report) : undefined
  return (refusal ? words.refused(subject, refusal) : sentence()) + worthless + early

  function sentence(): string {
    if (!versions[version]) {
      // What is missing is told in English.
      const why = language === 'en' ? missing[0] : undefined
      return words.unversioned(subject, goal, why ?? words.nothingJudged)
    }
    switch (main.verdict) {
      case 'PASS':
        return words.pass(subject, goal, all)
      case 'FAIL':
        return words.fail(subject, goal, number(main.fail), all)
      case 'DNF':
        return words.dnf(subject, goal, number(main.dnf), all)
      case 'MISS':
        return words.miss(subject, goal, number(main.miss), all)
    }
  }
}

/** Why no testcase could reach the subject: nobody answers, or this user may not test it. */
function refusalIn({ preflight }: Report): string | undefined {
  const refusals = ['reachability', 'authentication', 'roles'] as const
  const refused = preflight.find(({ id, outcome }) => outcome === 'failed' && refusals.some((one) => one === id))
  // Without the call that found out, and without the way out, which stands elsewhere.
  return refused?.message.replace(/^[A-Z]+ \/\S*: /, '').replace(/; [^]*$/, '')
}
