import type { Finding } from '../../src/check.ts'
import type { SampleVm } from './facts.ts'

/** What all checks of the sample virtual machine say of it: which one it was, and what stayed of it. */
export function seenOn({ image, flavor, told, leftover }: SampleVm): Pick<Finding, 'examined'> & {
  readonly notes: readonly string[]
} {
  const { system, rngCurrent, rngAvailable } = told
  const generator = rngCurrent === null || rngCurrent === 'none' ? 'none' : rngCurrent
  const others = rngAvailable ? ` of ${rngAvailable}` : ''
  return {
    examined: [`sample VM of image ${image}, flavor ${flavor}`],
    notes: [
      `it ran ${system ?? 'a system that it did not name'}; hardware random number generator in use: ${generator}${others}`,
      ...(leftover ? [leftover.message] : []),
    ],
  }
}

/** For what the console did not show: nothing was seen, so nothing is decided. */
export function notTold({ told }: SampleVm, what: string): NonNullable<Finding['undecided']> {
  if (told.ended) return { kind: 'malformed', message: `the sample VM could not tell ${what}` }
  return { kind: 'timeout', message: `the sample VM had not told ${what} when the time for its console was over` }
}
