import { fact, type Fact } from '../fact.ts'
import { referenceData } from '../reference-data.ts'

/** The tests of Tempest that scs-0128 requires: standards/data/tempest-required-tests.json. */
export interface RequiredTempestTests {
  /** YYYY-MM-DD: the list as it was up to then. */
  readonly reach: string
  readonly tests: readonly {
    /** UUID of its decorator `idempotent_id`. */
    readonly id: string
    readonly name: string
  }[]
}

/** ProbeError dependency where there is no list that can be used. */
export const requiredTempestTests: Fact<RequiredTempestTests> = fact({
  name: 'required tests of Tempest',
  needs: { referenceData },
  async load({ referenceData }) {
    const { reach, content } = await referenceData.read<Pick<RequiredTempestTests, 'tests'>>('tempest-required-tests')
    return { reach, tests: content.tests }
  },
})
