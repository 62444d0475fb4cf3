import type { Flavor, Image } from '../../src/openstack/resources.ts'

/**
 * The flavor for it: enough memory for the image, those that allow a random number generator before all others, and of these the
 * cheapest; of equals the one listed first. Null where none has enough memory.
 */
export function chooseFlavor(flavors: readonly Flavor[], { minRamMiB }: Pick<Image, 'minRamMiB'>): Flavor | null {
  const enough = flavors.filter(({ ramMiB }) => ramMiB >= minRamMiB)
  const allowing = enough.filter(({ extraSpecs }) => extraSpecs['hw_rng:allowed']?.toLowerCase() === 'true')
  let best: Flavor | null = null
  for (const flavor of allowing.length > 0 ? allowing : enough)
    if (best === null || priceOf(flavor) < priceOf(best)) best = flavor
  return best
}

/** As the official suite reckons it: memory counts for most. */
export function priceOf({ vcpus, ramMiB, diskGB }: Flavor): number {
  return vcpus + ramMiB / 3 + diskGB / 10
}
