import { check, type Violation } from '../../src/check.ts'
import { licenceNames, spdxLicences } from '../../src/provider/licence-data.ts'
import { osiJudge } from '../sbom/osi-verdict.ts'
import { someOf } from '../findings/some-of.ts'
import { componentName } from '../sbom/component-name.ts'
import { fewNamed, findingOf, needsLicence, nothingIn, placedIn, placeOf } from './components.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'
import { provenance } from '../reference-data/provenance.ts'

/**
 * One can keep to the licences of every component by those alone that the OSI has approved. ("Code is fully open source (OSI
 * license)")
 *
 * - Approved is what the SPDX License List marks so (isOsiApproved). A licence that is on the list without that mark is known
 *   not to be approved: a violation, be it the BUSL or a harmless one such as curl's. The text asks for the approval, and a
 *   choice between the harmless and the others would be ours.
 * - OR lets one choose, so one approved side will do. AND wants both. "Or later" lets one choose a later version. WITH an
 *   exception of the list only adds permissions; with any other it may take some, so that is open.
 * - NONE, and names that are known for what is not open source (SSPL, Commons Clause, proprietary), are violations, also as
 *   LicenseRef or in free words. NOASSERTION, what is on no list, and words whose meaning is not certain, are open.
 * - CycloneDX may list several licences and does not say whether all hold. All approved passes, none approved fails, and a
 *   mixture is open.
 */
export const osiLicencesCheck = check({
  id: 'scs-0008-osi-licences',
  title: 'The licences of every component can be kept to by OSI-approved licences alone',
  section: 'scs-0008-v1#four-opens',
  needs: { sboms, spdxLicences, licenceNames },
  judge({ sboms, spdxLicences, licenceNames }) {
    if (sboms === null) return noBill
    const judge = osiJudge({ list: spdxLicences.content, names: licenceNames.content })
    const judged = placedIn(sboms).filter(
      ({ component }) => component.licences !== undefined || needsLicence(component),
    )
    if (judged.length === 0) return nothingIn(sboms)
    const violations: Violation[] = []
    const open: string[] = []
    for (const placed of judged) {
      const { component, sbom } = placed
      const verdict = judge.claims(component.licences ?? [], sbom.licenceRefs)
      const why = someOf(verdict.why, fewNamed)
      if (verdict.is === 'open' && (needsLicence(component) || why !== 'NOASSERTION')) {
        open.push(`${componentName(component)}: ${why} (${placeOf(placed)})`)
      }
      if (verdict.is !== 'no') continue
      violations.push({
        subject: `component ${componentName(component)}`,
        expected: 'licences that the OSI has approved',
        actual: `${why}, at ${placeOf(placed)}`,
        remedy: 'replace it, or use a version under another licence; where the bill is wrong, have it corrected',
      })
    }
    const notes = [provenance(spdxLicences), provenance(licenceNames)]
    return findingOf(judged.length, { violations, open }, notes, 'components have licences that are not known')
  },
})
