import type { FoundComponent } from './component-list.ts'
import { isRecord } from './is-record.ts'
import { showSteps, type Json, type JsonObject, type Step } from './json-events.ts'
import type { JsonParts } from './json-parts.ts'
import type { LicenceClaim } from './model.ts'

/** What of a component is not read: texts of licences, evidence, pedigree, cards. Fields are those of CycloneDX 1.7. */
export const componentKeys: ReadonlySet<string> = new Set(
  'type bom-ref supplier manufacturer group name version purl hashes licenses components properties'.split(' '),
)

/** A component of CycloneDX 1.2 to 1.7. */
export function cyclonedxComponent(value: Json, path: readonly Step[], parts: JsonParts): FoundComponent {
  const component = parts.object(value, path)
  const own = (key: string) => parts.maybeText(component[key], [...path, key])
  const maker = component['supplier'] ?? component['manufacturer']
  return {
    at: showSteps(path),
    ref: own('bom-ref'),
    type: own('type'),
    group: own('group'),
    name: parts.text(component['name'], [...path, 'name']),
    version: own('version'),
    purl: own('purl'),
    licences: licencesOf(component['licenses'], [...path, 'licenses'], parts),
    supplier: isRecord(maker) ? parts.maybeText(maker['name'], [...path, 'supplier', 'name']) : undefined,
    hashes: hashesOf(component, path, parts),
    references: referencesOf(component, path, parts),
  }
}

/**
 * `licenses`: objects with `license` (`id` or `name`) or `expression`. From 1.6 on each may say whether it was declared or
 * concluded; where some are concluded these count, as somebody has looked.
 */
function licencesOf(value: Json | undefined, at: readonly Step[], parts: JsonParts): readonly LicenceClaim[] {
  const claims = parts.list(value, at).map((item, index) => {
    const here = [...at, index]
    const choice = parts.object(item, here)
    if (choice['expression'] !== undefined) {
      const expression = parts.text(choice['expression'], [...here, 'expression'])
      return { claim: { expression }, by: choice['acknowledgement'] }
    }
    const licence = parts.object(choice['license'], [...here, 'license'])
    const id = parts.maybeText(licence['id'], [...here, 'license', 'id'])
    const claim =
      id === undefined ? { name: parts.text(licence['name'], [...here, 'license', 'name']) } : { expression: id }
    return { claim, by: licence['acknowledgement'] }
  })
  const concluded = claims.filter(({ by }) => by === 'concluded')
  return (concluded.length > 0 ? concluded : claims).map(({ claim }) => claim)
}

function hashesOf(
  component: JsonObject,
  path: readonly Step[],
  parts: JsonParts,
): NonNullable<FoundComponent['hashes']> {
  return parts.list(component['hashes'], [...path, 'hashes']).map((item, index) => {
    const at = [...path, 'hashes', index]
    const hash = parts.object(item, at)
    return {
      algorithm: parts.text(hash['alg'], [...at, 'alg']),
      value: parts.text(hash['content'], [...at, 'content']),
    }
  })
}

/** Trivy names the digest of an image by a property of its own. */
function referencesOf(component: JsonObject, path: readonly Step[], parts: JsonParts): readonly string[] {
  return parts.list(component['properties'], [...path, 'properties']).flatMap((item) => {
    if (!isRecord(item)) return []
    const { name, value } = item
    return name === 'aquasecurity:trivy:RepoDigest' && typeof value === 'string' ? [value] : []
  })
}
