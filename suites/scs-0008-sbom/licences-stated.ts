import { check, type Violation } from '../../src/check.ts'
import { componentName } from '../sbom/component-name.ts'
import type { LicenceClaim } from '../sbom/model.ts'
import { needsLicence, findingOf, nothingIn, placedIn, placeOf, saysAnything } from './components.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'

/**
 * Every component of every bill of materials states a licence. ("License handling clear")
 *
 * A component without `licenses` (CycloneDX) states none, and neither does NONE: violations. NOASSERTION, which is what an
 * SPDX package says that says nothing, is no statement that there is none: open, as is what tools write for it, such as
 * UNKNOWN. What is no software of its own is left out:
 * operating systems as the name of a distribution, files, data, devices, keys; the subject of a bill as well, whose licences
 * are those of its components. Whether the licence will do is another testcase.
 */
export const licencesStatedCheck = check({
  id: 'scs-0008-licences-stated',
  title: 'Every component of the bills of materials states a licence',
  section: 'scs-0008-v1#four-opens',
  needs: { sboms },
  judge({ sboms }) {
    if (sboms === null) return noBill
    const judged = placedIn(sboms).filter(
      ({ component, sbom }) => component !== sbom.subject && needsLicence(component),
    )
    if (judged.length === 0) return nothingIn(sboms)
    const violations: Violation[] = []
    const open: string[] = []
    for (const placed of judged) {
      const { component } = placed
      const claims = (component.licences ?? []).filter((claim) => textOf(claim) !== '')
      if (claims.some((claim) => saysAnything(claim) && textOf(claim) !== 'NONE')) continue
      if (claims.some((claim) => !saysAnything(claim))) open.push(`${componentName(component)} (${placeOf(placed)})`)
      else {
        const what = claims.length > 0 ? 'it states NONE' : 'it states none'
        violations.push({
          subject: `component ${componentName(component)}`,
          expected: 'a licence',
          actual: `${what}, at ${placeOf(placed)}`,
          remedy: 'find it out from its source, and have the tool or a person put it into the bill',
        })
      }
    }
    return findingOf(judged.length, { violations, open }, [], 'components say NOASSERTION of their licence')
  },
})

function textOf(claim: LicenceClaim): string {
  return ('expression' in claim ? claim.expression : claim.name).trim()
}
