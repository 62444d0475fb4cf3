import type { Flavor } from '../../src/openstack/resources.ts'
import { formatFlavorName, shortFlavorName } from '../flavor-names/format-flavor-name.ts'
import { parseFlavorName } from '../flavor-names/parse-flavor-name.ts'
import { differences, findFlavor, nameKey } from './find-flavor.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

/** One thing for the operator to do; nothing here does it. */
export type FlavorStep =
  | {
      /** The flavor says to be this standard flavor, but has other sizes, which cannot be changed. */
      readonly action: 'unset'
      readonly flavor: Flavor
      readonly property: string
      readonly reason: string
    }
  | {
      readonly action: 'set'
      readonly flavor: Flavor
      /** Only those that are missing or differ. */
      readonly properties: Readonly<Record<string, string>>
      readonly reason: string
      /** What the properties promise beyond what can be read off the flavor. */
      readonly promises: readonly string[]
    }
  | {
      readonly action: 'create'
      /** Not the standard's name where a flavor of other sizes has that. */
      readonly name: string
      readonly reason: string
    }

export interface PlannedFlavor {
  readonly standard: StandardFlavor
  /** None where the cloud has the flavor as it should be. */
  readonly steps: readonly FlavorStep[]
}

/**
 * What is to be done so that the cloud has each of the wanted standard flavors. Properties on a flavor that fits exactly
 * are preferred to a new flavor. A flavor that fits serves at most one standard flavor, and its properties are added to,
 * not overwritten, unless it is the very flavor that is found under the standard's name.
 */
export function planFlavors(flavors: readonly Flavor[], wanted: readonly StandardFlavor[]): readonly PlannedFlavor[] {
  const taken = new Set(standardFlavors.map(({ name }) => findFlavor(flavors, name)?.id))
  const names = new Set(flavors.map(({ name }) => name))
  const planned = wanted.map((standard) => ({ standard, steps: planFlavor(flavors, standard, { taken, names }) }))

  // A flavor that gets its right name must not lose it again: giving it that name is what is to be done.
  const renamed = new Map(planned.flatMap(({ steps }) => steps.filter(setsName)).map((step) => [step.flavor.id, step]))
  return planned.map(({ standard, steps }) => ({
    standard,
    steps: steps.map((step) => (step.action === 'unset' ? (renamed.get(step.flavor.id) ?? step) : step)),
  }))
}

function setsName(step: FlavorStep): step is Extract<FlavorStep, { action: 'set' }> {
  return step.action === 'set' && nameKey in step.properties
}

interface Assigned {
  /** Ids of flavors that stand for a standard one. */
  readonly taken: Set<string | undefined>
  readonly names: Set<string>
}

function planFlavor(flavors: readonly Flavor[], standard: StandardFlavor, assigned: Assigned): readonly FlavorStep[] {
  const steps: FlavorStep[] = []
  for (const flavor of flavors.filter(({ extraSpecs }) => extraSpecs[nameKey] === standard.name).toReversed()) {
    if (fits(flavor, standard)) return [...steps, ...mend(flavor, standard, 'its properties differ')]
    const reason = `it says to be ${standard.name}, but has ${wrongSizes(flavor, standard)}`
    steps.push({ action: 'unset', flavor, property: nameKey, reason })
  }
  const named = flavors.find(({ name }) => name === standard.name)
  if (named && fits(named, standard)) return [...steps, ...mend(named, standard, 'its properties differ')]
  const reason = named ? `the flavor ${named.name} has ${wrongSizes(named, standard)}` : `no flavor is ${standard.name}`

  const candidates = flavors.filter((flavor) => !assigned.taken.has(flavor.id) && mayServe(flavor, standard))
  const best = candidates.find((flavor) => namesShortly(flavor, standard)) ?? candidates[0]
  if (best) {
    assigned.taken.add(best.id)
    return [...steps, ...mend(best, standard, `${reason}; this one has its sizes`)]
  }
  const name = freeName(standard.name, assigned.names)
  const taken = name === standard.name ? '' : `; the name ${standard.name} is taken until that flavor is deleted`
  assigned.names.add(name)
  return [...steps, { action: 'create', name, reason: `${reason}${taken}` }]
}

function fits({ vcpus, ramMiB, diskGB }: Flavor, standard: StandardFlavor): boolean {
  return vcpus === standard.vcpus && ramMiB === standard.ramMiB && diskGB === standard.diskGB
}

function wrongSizes(flavor: Flavor, standard: StandardFlavor): string {
  const { sizes } = differences(flavor, standard)
  return sizes.map(({ expected, actual }) => `${actual} instead of ${expected}`).join(', ')
}

/** Sets what differs. What the properties promise is told unless the flavor's name promises it already. */
function mend(flavor: Flavor, standard: StandardFlavor, reason: string): readonly FlavorStep[] {
  const keys = differences(flavor, standard).properties.map(({ what }) => what)
  if (keys.length === 0) return []
  const values = keys.map((key) => standard.extraSpecs[key] ?? '')
  const properties = Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']))
  const meant = values.map((value) => meanings[value]).filter((meaning) => meaning !== undefined)
  return [{ action: 'set', flavor, properties, reason, promises: namesShortly(flavor, standard) ? [] : meant }]
}

/** Same sizes, no property that says otherwise, and no name that promises something else. */
function mayServe(flavor: Flavor, standard: StandardFlavor): boolean {
  if (!fits(flavor, standard)) return false
  if (Object.keys(flavor.extraSpecs).some((key) => /^pci_passthrough:|^resources\d*:VGPU/.test(key))) return false
  for (const [key, value] of Object.entries(standard.extraSpecs)) {
    if ((flavor.extraSpecs[key] ?? value) !== value) return false
  }
  return !flavor.name.startsWith('SCS-') || namesShortly(flavor, standard)
}

/** The flavor's own name, without the details that are optional, is the standard one. */
function namesShortly({ name }: Flavor, standard: StandardFlavor): boolean {
  const parsed = parseFlavorName(name)
  return parsed.ok && formatFlavorName(shortFlavorName(parsed.value)) === standard.name
}

/** `standard-4V-16` where a flavor of other sizes has the name `SCS-4V-16`; scs-0103 only recommends the names. */
function freeName(name: string, names: ReadonlySet<string>): string {
  if (!names.has(name)) return name
  const base = name.replace('SCS-', 'standard-')
  let free = base
  for (let number = 2; names.has(free); number += 1) free = `${base}-${number}`
  return free
}

const meanings: Readonly<Record<string, string>> = {
  'shared-core': 'scs:cpu-type=shared-core promises at least 20 % of a core in more than 99 % of the time',
  'crowded-core': 'scs:cpu-type=crowded-core tells users that the CPUs are heavily oversubscribed',
  ssd: 'scs:disk0-type=ssd promises a local SSD with power-loss protection (scs-0110)',
}
