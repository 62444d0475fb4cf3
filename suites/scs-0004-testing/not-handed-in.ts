import type { Finding } from '../../src/check.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import type { TestHistory } from './test-history.ts'

/** What is said where there is no history, or none of the subject; undefined where there is one. */
export function withoutHistory(history: TestHistory | null): Finding | undefined {
  if (history === null) return notHandedIn(without)
  const { reports, subjects, otherSubjects } = history
  if (reports.count > 0) return undefined
  const message = `no report that was handed in is about ${subjects.join(' or ')}, only about ${otherSubjects.join(', ') || 'what is still to come'}; run with --subject NAME as in these reports`
  return { examined: [], violations: [], undecided: { kind: 'dependency', message } }
}

const without = 'no reports of earlier runs were handed in; name files or folders by reports'
