import type { Level } from '../../src/report.ts'

/** From below; each needs the one before it. */
export const levels = ['compatible', 'open', 'sovereign'] as const satisfies readonly Level[]

/** The level that a scope is about, as its id tells: `scs-open-iaas`. */
export function levelIn(scopeId: string): Level | undefined {
  const words = scopeId.split('-')
  return levels.find((level) => words.includes(level))
}
