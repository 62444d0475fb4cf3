import type { Violation } from '../../src/check.ts'
import type { Flavor } from '../../src/openstack/resources.ts'
import type { FlavorName } from '../flavor-names/flavor-name.ts'

export interface Comparison {
  readonly shortfalls: readonly Pick<Violation, 'expected' | 'actual'>[]
  /** More than promised, or odd; no breach. */
  readonly remarks: readonly string[]
  /** The name has a disk part without a size. */
  readonly sizeMissing: boolean
}

/** Compares what a flavor has with what its name promises. */
export function comparePromises(flavor: Flavor, name: FlavorName): Comparison {
  const shortfalls: Comparison['shortfalls'][number][] = []
  const remarks: string[] = []
  function compare(has: number, promised: number, words: (amount: number) => string): void {
    if (has < promised) shortfalls.push({ expected: `at least ${words(promised)}`, actual: words(has) })
    if (has > promised) remarks.push(`has ${words(has)}, its name promises ${words(promised)}`)
  }
  compare(flavor.vcpus, name.cpus, (amount) => `${amount} vCPU${amount === 1 ? '' : 's'}`)
  compare(offeredRamGiB(flavor), name.ramGiB, (amount) => `${amount} GiB RAM`)
  if (name.ramGiB >= 10 && !Number.isInteger(name.ramGiB)) {
    remarks.push(`half GiB of RAM are discouraged from 10 GiB on, its name says ${name.ramGiB}`)
  }
  const sizeGB = name.disk ? name.disk.sizeGB : 0
  if (sizeGB !== null) compare(flavor.diskGB, sizeGB, (amount) => `${amount} GB root disk`)
  return { shortfalls, remarks, sizeMissing: sizeGB === null }
}

/** The same name with the sizes that the flavor really has; RAM down to the half GiB. */
export function nameThatFits(flavor: Flavor, name: FlavorName): FlavorName {
  const disk = name.disk ?? { count: 1, type: null }
  return {
    ...name,
    cpus: Math.max(1, flavor.vcpus),
    ramGiB: Math.max(0.5, Math.floor(offeredRamGiB(flavor) * 2) / 2),
    disk: flavor.diskGB > 0 ? { ...disk, sizeGB: flavor.diskGB } : null,
  }
}

/** GiB down to one decimal, where 51 MiB too few still count as whole: what the official suite compares with. */
function offeredRamGiB({ ramMiB }: Flavor): number {
  return Math.trunc((ramMiB + 51) / 102.4) / 10
}
