import type { Plan } from '../plan.ts'
import type { Report, Verdict } from '../report.ts'

/**
 * 0 every main testcase PASS · 1 some FAIL · 2 not decided (DNF, MISS) · 130 interrupted, for the worst of several scopes.
 * What counts is the version asked for, else the best that a certificate can be had for on the reference date.
 */
export function exitCode(
  judged: readonly { readonly plan: Plan; readonly report: Report }[],
  options: { readonly exitZero?: boolean | undefined; readonly interrupted?: boolean },
): number {
  if (options.interrupted) return 130
  if (options.exitZero) return 0
  const verdicts = judged.map(({ plan, report }): Verdict => {
    const { scopeVersion } = plan.selection
    if (scopeVersion === undefined) return report.level[plan.scope.level].verdict
    return report.versions[scopeVersion]?.targets.main?.verdict ?? 'MISS'
  })
  if (verdicts.includes('FAIL')) return 1
  return verdicts.every((verdict) => verdict === 'PASS') ? 0 : 2
}
