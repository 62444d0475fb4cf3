import type { Violation } from './check.ts'
import { comparableNotes, keyOfCause, keyOfViolation, surplus } from './comparable.ts'
import { moves, type Move } from './placement-comparison.ts'
import type { Level, Report, Result, Verdict } from './report.ts'

/** A testcase that stands differently in the later report. */
export interface Change {
  readonly id: string
  readonly title: string
  /** null where that report does not know the testcase. */
  readonly before: Verdict | null
  readonly after: Verdict | null
  /** Violations seen now and not before, and the other way round. */
  readonly appeared: readonly Violation[]
  readonly vanished: readonly Violation[]
  /** Why it could not be decided or was not attempted, now. */
  readonly cause?: Result['cause']
  /** Why it could not before, where that was for another reason. */
  readonly causeBefore?: Result['cause']
  /** Notes that came and went, where both reports know the testcase. */
  readonly notes: { readonly appeared: readonly string[]; readonly vanished: readonly string[] }
  /** Nodes that are elsewhere, where both reports show where nodes are. */
  readonly placement: readonly Move[]
}

/** What has changed between two reports on one subject; each testcase stands in one list at the most. */
export interface Comparison {
  readonly before: Side
  readonly after: Side
  /** Now FAIL, and not before. */
  readonly regressions: readonly Change[]
  /** Was PASS, and is DNF or MISS now. */
  readonly lost: readonly Change[]
  /** Now PASS, and not before. */
  readonly fixes: readonly Change[]
  /** FAIL became DNF or MISS, or one of these the other. */
  readonly otherwise: readonly Change[]
  /** The same verdict on other evidence: other violations, another cause, other notes, nodes in other places. */
  readonly evidence: readonly Change[]
  /** Testcases that only one of the two knows. */
  readonly added: readonly Change[]
  readonly removed: readonly Change[]
  /** Levels whose verdict has changed. */
  readonly levels: readonly { readonly level: Level; readonly before: Verdict; readonly after: Verdict }[]
  /** What makes the two hard to compare: other subjects, scopes, or an incomplete run. */
  readonly doubts: readonly string[]
}

interface Side {
  readonly uuid: string
  readonly subject: string
  readonly scope: string
  readonly finishedAt: string
}

/** Compares two reports, the earlier first. Pure; in the order of the later report, then of the earlier. */
export function compare(before: Report, after: Report): Comparison {
  const ids = new Set([...Object.keys(after.results), ...Object.keys(before.results)])
  const changes = [...ids].map((id) => changeOf(id, before.results[id], after.results[id]))
  const of = (kind: Kind) => changes.filter((change) => kindOf(change) === kind)
  return {
    before: sideOf(before),
    after: sideOf(after),
    regressions: of('regression'),
    lost: of('lost'),
    fixes: of('fix'),
    otherwise: of('otherwise'),
    evidence: of('evidence'),
    added: of('added'),
    removed: of('removed'),
    levels: (['compatible', 'open', 'sovereign'] as const).flatMap((level) => {
      const [one, other] = [before.level[level].verdict, after.level[level].verdict]
      return one === other ? [] : [{ level, before: one, after: other }]
    }),
    doubts: doubtsOf(before, after),
  }
}

type Kind = 'regression' | 'lost' | 'fix' | 'otherwise' | 'evidence' | 'added' | 'removed' | 'same'

function kindOf({ before, after, appeared, vanished, causeBefore, notes, placement }: Change): Kind {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  if (before === after) {
    const lists = [appeared, vanished, notes.appeared, notes.vanished, placement]
    return causeBefore || lists.some((list) => list.length > 0) ? 'evidence' : 'same'
  }
  if (after === 'FAIL') return 'regression'
  if (after === 'PASS') return 'fix'
  return before === 'PASS' ? 'lost' : 'otherwise'
}

function changeOf(id: string, before: Result | undefined, after: Result | undefined): Change {
  const known = after ?? before
  const [older, newer] = before && after ? [comparableNotes(before.notes), comparableNotes(after.notes)] : [[], []]
  const { cause: was } = before ?? {}
  const { cause: is } = after ?? {}
  return {
    id,
    title: known?.title ?? id,
    before: before?.verdict ?? null,
    after: after?.verdict ?? null,
    appeared: surplus(after?.violations ?? [], before?.violations ?? [], keyOfViolation),
    vanished: surplus(before?.violations ?? [], after?.violations ?? [], keyOfViolation),
    ...(is ? { cause: is } : {}),
    ...(was && is && keyOfCause(was) !== keyOfCause(is) ? { causeBefore: was } : {}),
    notes: {
      appeared: surplus(newer, older, ({ key }) => key).map(({ text }) => text),
      vanished: surplus(older, newer, ({ key }) => key).map(({ text }) => text),
    },
    placement: before?.exhibits && after?.exhibits ? moves(before.exhibits, after.exhibits) : [],
  }
}

function sideOf({ uuid, subject, scope, finishedAt }: Report): Side {
  return { uuid, subject, scope: scope.id, finishedAt }
}

function doubtsOf(before: Report, after: Report): readonly string[] {
  const doubts: string[] = []
  const differ = (what: string, one: string, other: string) => {
    if (one !== other) doubts.push(`they are about different ${what}: ${one} and ${other}`)
  }
  differ('subjects', before.subject, after.subject)
  differ('scopes', before.scope.id, after.scope.id)
  if (before.scope.id === after.scope.id) differ('editions of the scope file', before.scope.digest, after.scope.digest)
  if (!before.complete) doubts.push('the earlier run ended early')
  if (!after.complete) doubts.push('the later run ended early')
  if (before.finishedAt > after.finishedAt) doubts.push('the first was made after the second')
  return doubts
}
