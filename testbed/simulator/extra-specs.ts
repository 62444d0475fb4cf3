import type { Call } from './router.ts'

/** Whether the policy of this cloud shows extra specs to this user. */
export function readsExtraSpecs({ cloud, token }: Call): boolean {
  return cloud.description.compute.extraSpecs === 'shown' || token.roles.includes('admin')
}

/** Extra specs and image properties are texts, whatever they were made from. */
export function strings(properties: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]))
}
