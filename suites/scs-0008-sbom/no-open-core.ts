import { check } from '../../src/check.ts'
import { openCoreEditions } from '../../src/provider/licence-data.ts'
import { componentName } from '../sbom/component-name.ts'
import { findingOf, nothingIn, placeOf, type Placed } from './components.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'
import { editionFinder } from './open-core.ts'
import { provenance } from '../reference-data/provenance.ts'

/**
 * No component is an edition that is known to have parts which are not open source. ("Open Core is not an option")
 *
 * Known are the editions of a dated list (standards/data/open-core-editions.json), each with its source, by names of packages
 * of distributions and of images. Names in npm, PyPI and the like are not compared, since they may be anybody's. That nothing
 * is found proves only that nothing of the list is there; what else is not open source shows by its licence.
 */
export const noOpenCoreCheck = check({
  id: 'scs-0008-no-open-core',
  title: 'No component is an edition that is known to be open core or proprietary',
  section: 'scs-0008-v1#four-opens',
  needs: { sboms, openCoreEditions },
  judge({ sboms, openCoreEditions }) {
    if (sboms === null) return noBill
    const editionOf = editionFinder(openCoreEditions.content.editions)
    const placed: readonly Placed[] = sboms.flatMap((sbom) =>
      [...(sbom.subject ? [sbom.subject] : []), ...sbom.components].map((component) => ({ sbom, component })),
    )
    if (placed.length === 0) return nothingIn(sboms)
    const violations = placed.flatMap((one) => {
      const edition = editionOf(one.component)
      if (!edition) return []
      const { title, source, instead } = edition
      return [
        {
          subject: `component ${componentName(one.component)}`,
          expected: 'no edition that is not open source as a whole',
          actual: `it is ${title} (${source}), at ${placeOf(one)}`,
          remedy:
            instead === undefined ? 'replace it by open source software' : `replace it, for example by ${instead}`,
        },
      ]
    })
    return findingOf(placed.length, { violations, open: [] }, [provenance(openCoreEditions)], '')
  },
})
