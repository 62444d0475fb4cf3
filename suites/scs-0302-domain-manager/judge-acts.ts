import type { Finding, Violation } from '../../src/check.ts'
import type { Act, Topic } from './acts.ts'
import type { DomainTrial } from './facts.ts'

/**
 * Judges what two domain managers did and tried, of one topic or of all. Done though forbidden, or refused though allowed,
 * is a violation; an act that was neither done nor refused, or not tried, leaves the rest undecided.
 */
export function judgeActs(trial: DomainTrial | null, topic?: Topic): Finding {
  if (trial === null) return { examined: [], violations: [], undecided: { kind: 'manual', message: unnamed } }
  const acts = trial.acts.filter((act) => topic === undefined || act.topic === topic)
  const violations = acts.flatMap(violationOf)
  const open = acts.filter(({ outcome }) => outcome === 'unclear' || outcome === 'not tried')
  const [first] = open.toSorted((one, other) => rankOf(one) - rankOf(other))
  const finding = {
    examined: trial.domains.map((name) => `domain ${name}`),
    violations,
    notes: [...trial.leftovers, ...(first && violations.length > 0 ? [`not decided: ${tell(first)}`] : [])],
  }
  if (!first || violations.length > 0) return finding
  return { ...finding, undecided: { kind: first.cause ?? 'dependency', message: tell(first) } }
}

const unnamed =
  'no domain managers were named; name two of them with --domain-managers FILE, or have it attested: scs-conformance attest new domain-manager-check'

/** What was tried and went wrong tells more than what was not tried for want of it. */
function rankOf({ outcome }: Act): number {
  return outcome === 'unclear' ? 0 : 1
}

function tell({ domain, what, message }: Act): string {
  return `the manager of domain ${domain} was to ${what}: ${message ?? ''}`
}

function violationOf({ domain, what, isAllowed, outcome, message }: Act): readonly Violation[] {
  const subject = `the manager of domain ${domain}`
  if (isAllowed && outcome === 'refused') {
    return [{ subject, expected: `may ${what}`, actual: message ?? 'it was refused', remedy: allow }]
  }
  if (!isAllowed && outcome === 'done') {
    return [{ subject, expected: `may not ${what}`, actual: 'it was done', remedy: forbid }]
  }
  return []
}

const allow =
  "run Keystone 2024.2 or later, or give an older one the policies of the standard's implementation notes (scs-0302-w1)"
const forbid =
  'set enforce_scope and enforce_new_defaults in [oslo_policy] of keystone.conf (2024.2 or later), and compare policy.yaml with the implementation notes (scs-0302-w1)'
