import type { Flavor } from './cloud.ts'
import { readsExtraSpecs, strings } from './extra-specs.ts'
import type { Call } from './router.ts'

/** A flavor as a server remembers it, since microversion 2.47: without its id, and also when it is gone. */
export function flavorProperties(call: Call, flavor: Flavor | undefined, name = 'gone'): Record<string, unknown> {
  return {
    original_name: name,
    vcpus: flavor?.vcpus ?? 1,
    ram: flavor?.ramMiB ?? 1024,
    disk: flavor?.diskGB ?? 0,
    ephemeral: 0,
    swap: 0,
    ...(readsExtraSpecs(call) ? { extra_specs: strings(flavor?.extraSpecs ?? {}) } : {}),
  }
}
