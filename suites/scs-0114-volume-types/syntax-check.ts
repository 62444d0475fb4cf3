import { check } from '../../src/check.ts'
import { volumeTypes } from '../../src/openstack/facts.ts'
import { errorsIn, knownFeatures, parseFeatureList } from './feature-list.ts'

/**
 * A volume type may list its aspects at the very start of its description; such a list is in alphabetical order, has nothing
 * twice, and knows only encrypted and replicated.
 *
 * No list is fine, and so is the empty one, `[scs:]`; a blank in it, `[scs: ]`, is an unknown aspect. Anything before the
 * bracket, or a list that is never closed, makes it plain text, of which the standard says nothing.
 */
export const syntaxCheck = check({
  id: 'scs-0114-syntax-check',
  title: "Every list of aspects at the start of a volume type's description is well formed",
  section: 'scs-0114-v1#systematic-description-of-volume-types',
  needs: { volumeTypes },
  judge({ volumeTypes }) {
    const violations = volumeTypes.flatMap(({ name, description }) => {
      const features = parseFeatureList(description) ?? []
      const errors = errorsIn(features)
      if (errors.length === 0) return []
      const right = knownFeatures.filter((feature) => features.includes(feature)).join(', ')
      const expected = 'a list of encrypted, replicated: sorted, each at most once'
      const actual = `${JSON.stringify(description)}: ${errors.join('; ')}`
      const remedy = `openstack volume type set --description '[scs:${right}] …' ${name}`
      return [{ subject: `volume type ${name}`, expected, actual, remedy }]
    })
    return { examined: volumeTypes.map(({ name }) => name), violations }
  },
})
