import { fact, type Fact } from '../../src/fact.ts'
import { provider } from '../../src/provider/facts.ts'
import { readHandedInYaml, shownPath } from '../../src/provider/handed-in.ts'
import { readLicenceScan } from './import/licence-scan.ts'
import type { LicenceScan } from './import/scan.ts'
import { readScorecard, type Scorecard } from './import/scorecard.ts'

/** standards/four-opens.schema.json */
export interface FourOpens {
  /** As the provider names it. */
  readonly file: string
  /** YYYY-MM-DD */
  readonly reviewedAt: string
  readonly components: readonly Component[]
}

/** What is told of one component: a link, or why there is none. What is absent is a gap. */
export type Component = { readonly name: string; readonly purl?: string; readonly licence?: string } & {
  readonly [K in Aspect]?: string | { readonly none: string }
}
export type Aspect = (typeof aspects)[number]
export const aspects = ['repository', 'contributing', 'governance', 'roadmap', 'securityContact'] as const

/** How each component is developed, as the provider says; null where nothing was handed in. */
export const fourOpensEvidence: Fact<FourOpens | null> = fact({
  name: 'evidence of the Four Opens',
  needs: { provider },
  async load({ provider }) {
    if (provider?.software === undefined) return null
    const file = shownPath(provider, provider.software)
    const data = (await readHandedInYaml(provider.software, file, 'four-opens')) as Omit<FourOpens, 'file'> // the schema says so
    return { file, ...data }
  },
})

/** Results of OpenSSF Scorecard; null where none were handed in. */
export const scorecards: Fact<readonly Scorecard[] | null> = fact({
  name: 'results of OpenSSF Scorecard',
  needs: { provider },
  async load({ provider }) {
    if (!provider || provider.scorecards.length === 0) return null
    const read = provider.scorecards.map((path) => readScorecard(path, shownPath(provider, path)))
    return (await Promise.all(read)).flat()
  },
})

/** Results of licence scans; null where none were handed in. */
export const licenceScans: Fact<readonly LicenceScan[] | null> = fact({
  name: 'results of licence scans',
  needs: { provider },
  async load({ provider }) {
    if (!provider || provider.licenceScans.length === 0) return null
    return Promise.all(provider.licenceScans.map((path) => readLicenceScan(path, shownPath(provider, path))))
  },
})
