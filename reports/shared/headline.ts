import type { Level, Report, TargetVerdict, Verdict } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'
import { levels } from './levels.ts'

/** What the headline is about. */
interface Goal {
  readonly name: Level
  readonly verdict: Verdict
  readonly version: string
  readonly main: TargetVerdict
}

/** One sentence: does the subject reach the level; a second one where that is not the whole story. */
export function headline(
  report: Report,
  { name, verdict, version, main }: Goal,
  { words: { headline: words, ladder, levels: names, validity }, count, number, language }: Tongue = plain,
): string {
  const { subject, scope, versions, level, complete } = report
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
      const why = language === 'en' ? level[name].missing[0] : undefined
      return words.unversioned(subject, goal, why ?? ladder.noVersion)
    }
    const lower = levels[levels.indexOf(name) - 1]
    const isProposal = level[name].proposal ?? false
    if (lower && verdict !== main.verdict && !(isProposal && level[lower].verdict === 'PASS')) {
      const below = ladder.below(names[lower], level[lower].verdict)
      return words.unversioned(subject, goal, main.verdict === 'PASS' ? words.held(all, below) : below)
    }
    switch (main.verdict) {
      case 'PASS':
        return isProposal ? words.proposed(subject, goal, all) : words.pass(subject, goal, all)
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
