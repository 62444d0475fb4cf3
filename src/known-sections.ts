import { didYouMean } from './did-you-mean.ts'
import type { Scope } from './scope.ts'
import { UsageError } from './usage-error.ts'

/** @throws UsageError for a section that none of these scopes has, told as of `--section`; `light` and `heavy` are always there */
export function refuseUnknownSections(scopes: readonly Scope[], sections: readonly string[]): void {
  const known = new Set([
    'light',
    'heavy',
    ...scopes.flatMap(({ testcases }) => testcases.map(({ section }) => section)),
  ])
  const unknown = sections.find((section) => !known.has(section))
  if (unknown === undefined) return
  throw new UsageError(
    `--section ${unknown}: there is no such section${didYouMean(unknown, [...known])}; there are ${[...known].join(', ')}`,
  )
}
