import type { Flavor } from '../../src/openstack/resources.ts'
import { planFlavors, type FlavorStep } from './flavor-plan.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

/** The step as a command of the OpenStack client, quoted for a POSIX shell. Needs admin rights to run. */
export function openstackCommand(step: FlavorStep, standard: StandardFlavor): string {
  switch (step.action) {
    case 'unset':
      return words('openstack', 'flavor', 'unset', '--property', step.property, reference(step.flavor))
    case 'set':
      return words('openstack', 'flavor', 'set', ...properties(step.properties), reference(step.flavor))
    case 'create': {
      const { vcpus, ramMiB, diskGB, extraSpecs } = standard
      const sizes = ['--vcpus', `${vcpus}`, '--ram', `${ramMiB}`, '--disk', `${diskGB}`]
      return words('openstack', 'flavor', 'create', ...sizes, '--public', ...properties(extraSpecs), step.name)
    }
  }
}

/** All it takes to have the standard flavor; the plan for all standard flavors decides where one of them has the name of another. */
export function remedyFor(flavors: readonly Flavor[], standard: StandardFlavor): string {
  const [alone] = planFlavors(flavors, [standard])
  const claimed = alone?.steps.some(({ action }) => action === 'unset')
  const planned = claimed ? planFlavors(flavors, standardFlavors).find((other) => other.standard === standard) : alone
  return (planned?.steps ?? []).map((step) => openstackCommand(step, standard)).join(' && ')
}

/** The name, for people; the id where the client would take the name for an option. */
function reference({ id, name }: { readonly id: string; readonly name: string }): string {
  return name.startsWith('-') || name === '' ? id : name
}

function properties(specs: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(specs).flatMap(([key, value]) => ['--property', `${key}=${value}`])
}

function words(...parts: readonly string[]): string {
  return parts.map(quoted).join(' ')
}

function quoted(word: string): string {
  return /^[\w.:=/@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
