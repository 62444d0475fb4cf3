import { check, type Check } from '../../src/check.ts'
import { volumeTypes } from '../../src/openstack/facts.ts'
import { parseFeatureList, type Feature } from './feature-list.ts'

/**
 * At least one volume type lists this aspect in its description.
 *
 * What the type really does is not seen by users and not looked at. A list that the syntax check refuses counts all the same:
 * an aspect that it names is named. One volume type may serve for both aspects.
 */
export function featurePresent({
  id,
  feature,
}: {
  readonly id: `scs-0114-${string}`
  readonly feature: Feature
}): Check {
  return check({
    id,
    title: `A volume type says that it is ${feature}`,
    section: 'scs-0114-v1#recommended-volume-types',
    needs: { volumeTypes },
    judge({ volumeTypes }) {
      const isThere = volumeTypes.some(({ description }) => parseFeatureList(description)?.includes(feature))
      const missing = {
        subject: 'the volume types',
        expected: `one whose description begins with [scs:${feature}]`,
        actual: `none of ${volumeTypes.length}`,
        remedy: `openstack volume type set --description '[scs:${feature}] …' NAME, on a type that is ${feature}`,
      }
      return { examined: volumeTypes.map(({ name }) => name), violations: isThere ? [] : [missing] }
    },
  })
}

export const featureChecks = [
  { id: 'scs-0114-encrypted-type', feature: 'encrypted' },
  { id: 'scs-0114-replicated-type', feature: 'replicated' },
] as const
