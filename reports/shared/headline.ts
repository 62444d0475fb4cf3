import type { Report, TargetVerdict } from '../../src/report.ts'
import { count } from './visible.ts'

/** One sentence: does the subject reach the level; a second one where that is not the whole story. */
export function headline(report: Report, version: string, main: TargetVerdict, missing: readonly string[]): string {
  const { subject, scope, versions, complete } = report
  const goal = `${scope.name} ${version}`.trim()
  const all = count(main.pass + main.fail + main.dnf + main.miss, 'testcase')
  const standing = versions[version]?.validity
  const worthless =
    standing === 'draft' || standing === 'deprecated' ? ` ${version} is ${standing}: no certificate.` : ''
  const early = complete ? '' : ' The run ended early.'
  const refusal = main.verdict === 'DNF' || main.verdict === 'MISS' ? refusalIn(report) : undefined
  return (refusal ? `${subject} could not be judged: ${refusal}.` : sentence()) + worthless + early

  function sentence(): string {
    if (!versions[version])
      return `${subject} has not yet shown that it reaches ${goal}: ${missing[0] ?? 'nothing was judged'}.`
    switch (main.verdict) {
      case 'PASS':
        return `${subject} reaches ${goal}: ${all} passed.`
      case 'FAIL':
        return `${subject} does not reach ${goal}: ${main.fail} of ${all} failed.`
      case 'DNF':
        return `${subject} may or may not reach ${goal}: ${main.dnf} of ${all} could not be decided.`
      case 'MISS':
        return `${subject} has not yet shown that it reaches ${goal}: ${main.miss} of ${all} not attempted.`
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
