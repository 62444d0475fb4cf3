import fc from 'fast-check'
import type { Flavor } from '../../src/openstack/resources.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

// For tests only.

/** The flavor as the standard wants it, but for what is given. */
export function flavorLike(standard: StandardFlavor, given: Partial<Flavor> = {}): Flavor {
  const { name, vcpus, ramMiB, diskGB, extraSpecs } = standard
  return { id: `id-${name}`, name, vcpus, ramMiB, diskGB, extraSpecs, ...given }
}

const someStandard = fc.constantFrom(...standardFlavors)

/** Flavors that are nearly standard ones: wrong sizes, wrong or missing properties, claims to be another one. */
export const flavorLists: fc.Arbitrary<readonly Flavor[]> = fc.uniqueArray(
  fc
    .tuple(someStandard, someStandard, fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9999))
    .map(([standard, other, size, property, name, id]) =>
      flavorLike(standard, {
        id: `${id}`,
        name: name < 6 ? standard.name : name === 6 ? `${standard.name}_kvm` : `m1.${id}`,
        ...(size === 0 ? { vcpus: standard.vcpus + 1 } : size === 1 ? { ramMiB: standard.ramMiB - 1 } : {}),
        ...(property === 0
          ? { extraSpecs: {} }
          : property === 1
            ? { extraSpecs: { ...standard.extraSpecs, 'scs:name-v2': other.name } }
            : property === 2
              ? { extraSpecs: { ...standard.extraSpecs, 'scs:cpu-type': 'dedicated-core' } }
              : {}),
      }),
    ),
  { maxLength: 30, selector: ({ id }) => id },
)
