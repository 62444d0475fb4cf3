import { check } from '../../src/check.ts'
import { flavors } from '../../src/openstack/facts.ts'

/**
 * "All flavors must have the following attribute activated: `hw_rng:allowed=True`" (scs-0101-v1.0). The official suite takes the
 * spelling as it stands, so `true`, which does the same to Nova, is a violation as well.
 */
export const flavorProperty = check({
  id: 'scs-0101-flavor-property',
  title: 'Every flavor allows a virtual random number generator by its extra spec hw_rng:allowed',
  section: 'scs-0101-v1#version-history',
  needs: { flavors },
  judge({ flavors }) {
    const violations = flavors
      .filter(({ extraSpecs }) => extraSpecs['hw_rng:allowed'] !== 'True')
      .map(({ name, extraSpecs }) => {
        const value = extraSpecs['hw_rng:allowed']
        return {
          subject: `flavor ${name}`,
          expected: 'hw_rng:allowed=True',
          actual: value === undefined ? 'hw_rng:allowed is not set' : `hw_rng:allowed=${value}`,
          remedy: `openstack flavor set --property hw_rng:allowed=True ${name}`,
        }
      })
    return { examined: flavors.map(({ name }) => name), violations }
  },
})
