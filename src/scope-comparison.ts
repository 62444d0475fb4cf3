import type { Target } from './report.ts'
import type { Scope, ScopeVersion } from './scope.ts'
import { targets } from './scope-draft.ts'

/** A testcase that two versions of scopes do not treat alike; null where a version does not name it. */
export interface ScopeChange {
  readonly id: string
  readonly description: string
  readonly before: Target | null
  readonly after: Target | null
}

/** A version of a scope. */
export interface Edition {
  readonly scope: Scope
  readonly version: ScopeVersion
}

/** What a provider has to prepare for: testcases that the second version treats otherwise than the first, in its order. */
export function compareEditions(before: Edition, after: Edition): readonly ScopeChange[] {
  const testcases = new Map([...before.scope.testcases, ...after.scope.testcases].map((one) => [one.id, one]))
  return [...testcases.values()].flatMap(({ id, description }) => {
    const change = { id, description, before: targetOf(before, id), after: targetOf(after, id) }
    return change.before === change.after ? [] : [change]
  })
}

function targetOf({ version }: Edition, id: string): Target | null {
  return targets.find((target) => version.targets[target]?.includes(id)) ?? null
}
