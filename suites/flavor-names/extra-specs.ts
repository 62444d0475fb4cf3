import { cpuTypes, diskTypes, type FlavorName } from './flavor-name.ts'
import { formatFlavorName, formatFlavorNameV1, shortFlavorName } from './format-flavor-name.ts'

/**
 * The extra specs that a flavor of this name should carry (scs-0103): `scs:cpu-type`, `scs:disk0-type` and so on for
 * each disk (an unspecified type counts as network), and its names as variants: `scs:name-v1` and `-v2` the full name in
 * the notations of v1 and v2, `-v3` and `-v4` the short one where it differs.
 *
 * A name may promise more disks than memory can hold; the types of the first 64 are listed.
 */
export function extraSpecsOf(name: FlavorName): Readonly<Record<string, string>> {
  const specs: Record<string, string> = { 'scs:cpu-type': cpuTypes[name.cpuType].extraSpec }
  const disks = Math.min(name.disk?.count ?? 0, 64)
  for (let disk = 0; disk < disks; disk += 1)
    specs[`scs:disk${disk}-type`] = diskTypes[name.disk?.type ?? 'n'].extraSpec

  const full = formatFlavorName(name)
  const short = shortFlavorName(name)
  const variants = [formatFlavorNameV1(name), full]
  if (formatFlavorName(short) !== full) variants.push(formatFlavorNameV1(short), formatFlavorName(short))
  for (const [index, variant] of variants.entries()) {
    if (variant !== null) specs[`scs:name-v${index + 1}`] = variant
  }
  return specs
}
