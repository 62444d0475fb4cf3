import { check, type Finding } from '../../src/check.ts'
import { alertRules } from './facts.ts'
import { noPrometheus } from './not-handed-in.ts'

/**
 * There are rules for alerts, and they can be evaluated. (scs-0403: the alerting mechanism MUST include a default ruleset)
 *
 * Which alerts there are is left to the provider, as the decision record takes those of kubernetes-mixin and dNation for its own
 * stack only; their names are shown. A rule that fails whenever it is evaluated alerts nobody, which is a violation.
 */
export const alertRulesCheck = check({
  id: 'scs-0403-alert-rules',
  title: 'There are rules for alerts, and they can be evaluated',
  section: 'scs-0403-v1#requirements',
  needs: { alertRules },
  judge({ alertRules }): Finding {
    if (!alertRules) return noPrometheus
    const { url, rules } = alertRules
    const examined = rules.map(({ group, name }) => `${group}: ${name}`)
    if (rules.length === 0) {
      const remedy = 'start from the rules of kubernetes-mixin'
      return { examined, violations: [{ subject: url, expected: 'rules for alerts', actual: 'there is none', remedy }] }
    }
    const violations = rules
      .filter(({ health }) => health === 'err')
      .map(({ group, name }) => ({
        subject: `rule ${name} of group ${group}`,
        expected: 'a rule that can be evaluated',
        actual: 'its last evaluation failed',
        remedy: 'see lastError at /api/v1/rules',
      }))
    const fresh = rules.filter(({ health }) => health !== 'ok' && health !== 'err')
    const [first] = fresh
    if (violations.length > 0 || !first) return { examined, violations }
    const message = `${fresh.length} of ${rules.length} rules were not evaluated yet, such as ${first.name}; run again in some minutes`
    return { examined, violations, undecided: { kind: 'dependency', message } }
  },
})
