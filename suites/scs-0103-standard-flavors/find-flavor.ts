import type { Flavor } from '../../src/openstack/resources.ts'
import type { StandardFlavor } from './standard-flavors.ts'

/** Where a flavor says which standard flavor it is. */
export const nameKey = 'scs:name-v2'

/**
 * The flavor that stands for a standard one, found as the official suite does: the last in the cloud's order whose extra
 * spec `scs:name-v2` says so, whatever its own name; else the first of that name.
 */
export function findFlavor(flavors: readonly Flavor[], name: string): Flavor | undefined {
  return (
    flavors.findLast((flavor) => flavor.extraSpecs[nameKey] === name) ?? flavors.find((flavor) => flavor.name === name)
  )
}

export interface Differences {
  /** What cannot be changed on a flavor: vCPUs, RAM, disk. */
  readonly sizes: readonly Difference[]
  /** Extra specs that are missing or say something else. */
  readonly properties: readonly Difference[]
}

interface Difference {
  readonly what: string
  readonly expected: string
  readonly actual: string
}

/** In what a flavor differs from the standard one. All must be equal, more is a difference too. */
export function differences(flavor: Flavor, standard: StandardFlavor): Differences {
  const sizes = [
    {
      what: 'vcpus',
      expected: standard.vcpus,
      actual: flavor.vcpus,
      words: (n: number) => `${n} vCPU${n === 1 ? '' : 's'}`,
    },
    { what: 'ram', expected: standard.ramMiB, actual: flavor.ramMiB, words: (n: number) => `${n} MiB RAM` },
    { what: 'disk', expected: standard.diskGB, actual: flavor.diskGB, words: (n: number) => `${n} GB root disk` },
  ]
  const properties = Object.entries(standard.extraSpecs).map(([key, expected]) => ({
    what: key,
    expected,
    actual: flavor.extraSpecs[key],
  }))
  return {
    sizes: sizes
      .filter(({ expected, actual }) => expected !== actual)
      .map(({ what, expected, actual, words }) => ({ what, expected: words(expected), actual: words(actual) })),
    properties: properties
      .filter(({ expected, actual }) => expected !== actual)
      .map(({ what, expected, actual }) => ({
        what,
        expected: `${what}=${expected}`,
        actual: actual === undefined ? `no ${what}` : `${what}=${actual}`,
      })),
  }
}
