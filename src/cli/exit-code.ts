import type { Plan } from '../plan.ts'
import { waivedIn } from '../certification/waivers.ts'
import { worst, type Report, type Verdict } from '../report.ts'

/**
 * 0 every main testcase PASS · 1 some FAIL · 2 not decided (DNF, MISS) · 130 interrupted, for the worst of several scopes.
 * What counts is the version asked for, else the best that a certificate can be had for on the reference date. Testcases that
 * are waived do not count; the rungs below do with their own reports.
 */
export function exitCode(
  judged: readonly { readonly plan: Plan; readonly report: Report }[],
  options: { readonly exitZero?: boolean | undefined; readonly interrupted?: boolean },
): number {
  if (options.interrupted) return 130
  if (options.exitZero) return 0
  const verdicts = judged.map(({ plan, report }): Verdict => {
    const rung = report.level[plan.scope.level]
    const { scopeVersion = rung.version } = plan.selection
    const main = scopeVersion === undefined ? undefined : report.versions[scopeVersion]?.targets.main
    const waived = waivedIn(report)
    if (!main || waived.size === 0)
      return plan.selection.scopeVersion === undefined ? rung.verdict : (main?.verdict ?? 'MISS')
    return worst(main.testcases.flatMap((id) => (waived.has(id) ? [] : (report.results[id]?.verdict ?? 'MISS'))))
  })
  if (verdicts.includes('FAIL')) return 1
  return verdicts.every((verdict) => verdict === 'PASS') ? 0 : 2
}
