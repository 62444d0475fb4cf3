import type { Result } from '../../src/report.ts'
import { webAddress } from '../shared/visible.ts'
import { countsOf, partsOf, type Part } from './counts.ts'

/** A standard with a bar: how many of its testcases have which verdict. */
export interface StandardBar {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly counts: readonly Part[]
}

/** The standards in the order of the plan; their bars are drawn to one scale. */
export function standardBars(results: readonly Result[]): readonly StandardBar[] {
  const groups = [...Map.groupBy(results, ({ standard }) => standard.id).values()]
  const most = Math.max(1, ...groups.map((group) => group.length))
  return groups.flatMap((group) => {
    const standard = group[0]?.standard
    if (!standard) return []
    // The page of the standard, not the section of one testcase.
    const url = webAddress(standard.url).replace(/#.*$/, '')
    return [
      {
        id: standard.id,
        title: standard.title,
        url,
        counts: partsOf(countsOf(group.map(({ verdict }) => verdict)), most),
      },
    ]
  })
}
