import type { FoundComponent } from './component-list.ts'
import { showSteps, type Json, type Step } from './json-events.ts'
import type { JsonParts } from './json-parts.ts'
import { spdxClaims, spdxSupplier, spdxType } from './spdx-licences.ts'

/** Keys of a package that are read. */
export const packageKeys: ReadonlySet<string> = new Set(
  `SPDXID name versionInfo supplier licenseConcluded licenseDeclared checksums externalRefs primaryPackagePurpose`.split(
    ' ',
  ),
)

/** A package of SPDX 2.2 or 2.3. */
export function spdxPackage(value: Json, path: readonly Step[], parts: JsonParts): FoundComponent {
  const found = parts.object(value, path)
  const own = (key: string) => parts.maybeText(found[key], [...path, key])
  const references = parts.list(found['externalRefs'], [...path, 'externalRefs']).map((item, index) => {
    const at = [...path, 'externalRefs', index]
    const reference = parts.object(item, at)
    return {
      type: parts.text(reference['referenceType'], [...at, 'referenceType']),
      locator: parts.text(reference['referenceLocator'], [...at, 'referenceLocator']),
    }
  })
  return {
    at: showSteps(path),
    ref: own('SPDXID'),
    type: spdxType(own('primaryPackagePurpose')),
    name: parts.text(found['name'], [...path, 'name']),
    version: own('versionInfo'),
    purl: references.find(({ type }) => /(^|\/)purl$/.test(type))?.locator,
    licences: spdxClaims(own('licenseConcluded'), own('licenseDeclared')),
    supplier: spdxSupplier(own('supplier')),
    hashes: parts.list(found['checksums'], [...path, 'checksums']).map((item, index) => {
      const at = [...path, 'checksums', index]
      const sum = parts.object(item, at)
      return {
        algorithm: parts.text(sum['algorithm'], [...at, 'algorithm']),
        value: parts.text(sum['checksumValue'], [...at, 'checksumValue']),
      }
    }),
  }
}
