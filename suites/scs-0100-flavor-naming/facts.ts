import { fact, type Fact } from '../../src/fact.ts'
import { flavors } from '../../src/openstack/facts.ts'
import type { Flavor } from '../../src/openstack/resources.ts'
import { prefix, type FlavorName } from '../flavor-names/flavor-name.ts'
import { parseFlavorName, type Parsed } from '../flavor-names/parse-flavor-name.ts'

export interface ScsFlavor {
  readonly flavor: Flavor
  readonly parsed: Parsed<FlavorName>
}

/** Flavors that claim an SCS name by beginning with exactly `SCS-`, each name parsed once for all checks. */
export const scsFlavors: Fact<readonly ScsFlavor[]> = fact({
  name: 'SCS flavors',
  needs: { flavors },
  load: ({ flavors }) =>
    flavors
      .filter((flavor) => flavor.name.startsWith(prefix))
      .map((flavor) => ({ flavor, parsed: parseFlavorName(flavor.name) })),
})
