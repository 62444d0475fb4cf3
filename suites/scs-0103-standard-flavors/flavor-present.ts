import { check, type Check } from '../../src/check.ts'
import { flavors } from '../../src/openstack/facts.ts'
import type { Flavor } from '../../src/openstack/resources.ts'
import { differences, findFlavor, nameKey } from './find-flavor.ts'
import { remedyFor } from './openstack-commands.ts'
import type { StandardFlavor } from './standard-flavors.ts'

/**
 * The cloud offers this standard flavor: a flavor whose extra spec `scs:name-v2` is the name, or else which is named so,
 * has exactly these vCPUs, RAM and root disk, and says so in its extra specs.
 *
 * More than wanted is a violation too, because users look flavors up by exact sizes. Where several flavors claim the name
 * by extra spec, the last in the cloud's list is judged, as in the official suite, even if another one would pass.
 */
export function flavorPresent(standard: StandardFlavor): Check {
  const { testcase, name, mandatory, anchor } = standard
  return check({
    id: testcase,
    title: `The ${mandatory ? 'mandatory' : 'recommended'} flavor ${name} is offered with exactly its sizes and properties`,
    section: `scs-0103-v1#${anchor}`,
    needs: { flavors },
    judge({ flavors }) {
      const found = findFlavor(flavors, name)
      if (!found) {
        const actual = `none of the ${flavors.length} flavors has ${nameKey}=${name} or that name`
        const missing = {
          subject: `flavor ${name}`,
          expected: 'to be there',
          actual,
          remedy: remedyFor(flavors, standard),
        }
        return { examined: { count: flavors.length }, violations: [missing] }
      }
      const { sizes, properties } = differences(found, standard)
      const differing = [...sizes, ...properties]
      const remedy = differing.length > 0 ? remedyFor(flavors, standard) : ''
      const subject = `flavor ${found.name}`
      const violations = differing.map(({ expected, actual }) => ({ subject, expected, actual, remedy }))
      return { examined: [found.name], violations, notes: remarks(flavors, found, standard) }
    },
  })
}

function remarks(flavors: readonly Flavor[], found: Flavor, { name, diskGB }: StandardFlavor): readonly string[] {
  const claiming = flavors.filter((flavor) => flavor.extraSpecs[nameKey] === name).map((flavor) => flavor.name)
  const doubled = `${claiming.join(', ')} all have ${nameKey}=${name}; judged is the last listed, ${found.name}`
  const diskless = `flavor ${found.name} has scs:disk0-type, though scs-0103 wants it absent where there is no disk`
  return [
    ...(claiming.length > 1 ? [doubled] : []),
    ...(diskGB === 0 && 'scs:disk0-type' in found.extraSpecs ? [diskless] : []),
  ]
}
