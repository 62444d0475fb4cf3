import type { Report, Target, TargetVerdict, Validity } from '../../src/report.ts'

/** What a version of a scope demands. */
export interface Demand extends TargetVerdict {
  readonly version: string
  readonly validity: Validity
  readonly target: Target
}

/** Each target of each version, in the order of the scope. */
export function demandsIn(versions: Report['versions']): readonly Demand[] {
  return Object.entries(versions).flatMap(([version, { validity, targets }]) =>
    (Object.entries(targets) as [Target, TargetVerdict][]).map(([target, verdict]) => ({
      version,
      validity,
      target,
      ...verdict,
    })),
  )
}

/** What demands each testcase, by its id. */
export function demandsById(demands: readonly Demand[]): ReadonlyMap<string, readonly Demand[]> {
  const byId = new Map<string, Demand[]>()
  for (const demand of demands) {
    for (const id of demand.testcases) byId.set(id, [...(byId.get(id) ?? []), demand])
  }
  return byId
}

/** `v5.1 main` */
export function named({ version, target }: Demand): string {
  return `${version} ${target}`
}

/** Whose testcases are among them, most binding first. */
export function targetsOf(demands: readonly Demand[]): readonly Target[] {
  const targets = new Set(demands.map(({ target }) => target))
  return (['main', 'recommended', 'preview'] as const satisfies readonly Target[]).filter((one) => targets.has(one))
}
