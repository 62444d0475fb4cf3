import { componentList, type FoundComponent } from './component-list.ts'
import { componentKeys, cyclonedxComponent } from './cyclonedx-json.ts'
import { isRecord } from './is-record.ts'
import { jsonReader, type Json, type JsonEvents, type JsonObject, type Step } from './json-events.ts'
import { jsonParts, type JsonParts } from './json-parts.ts'
import type { Content } from './content.ts'
import { refusal, supported } from './refusal.ts'
import { packageKeys, spdxPackage } from './spdx-json.ts'
import { spdxContent } from './spdx-content.ts'
import { checkedVersion } from './versions.ts'
import type { Reader } from './reader.ts'

/**
 * Reads CycloneDX and SPDX in JSON. Keys may come in any order, so which of the two it is can be known only at the end; their
 * lists have different names. @cyclonedx/cyclonedx-library writes and validates, and reads nothing.
 */
export function readJson(file: string): Reader {
  const parts = jsonParts(file)
  const list = componentList(file)
  const head: Record<string, Json> = Object.create(null) as Record<string, Json>
  const described: string[] = []
  const licenceNames = new Map<string, string>()
  let subject: FoundComponent | undefined
  const packages: { readonly ref: string; readonly found: FoundComponent }[] = []

  const events: JsonEvents = {
    choose,
    take(value, path) {
      const [first] = path
      if (first === 'components') list.add(cyclonedxComponent(value, path, parts))
      else if (first === 'metadata' && path.length > 2 && path.at(-1) !== 'component') {
        list.add(cyclonedxComponent(value, path, parts))
      } else if (first === 'metadata' && path[1] === 'component') subject = cyclonedxComponent(value, path, parts)
      else if (first === 'packages') {
        const found = spdxPackage(value, path, parts)
        packages.push({ ref: found.ref ?? '', found })
      } else if (first === 'relationships') described.push(...describedBy(value))
      else if (first === 'hasExtractedLicensingInfos') keepName(parts.object(value, path), path)
      else head[path.join('.')] = value
    },
  }
  const reader = jsonReader(file, events)

  function keepName(info: JsonObject, path: readonly Step[]): void {
    const name = parts.maybeText(info['name'], [...path, 'name'])
    if (name !== undefined && name !== 'NOASSERTION') {
      licenceNames.set(parts.text(info['licenseId'], [...path, 'licenseId']), name)
    }
  }

  return {
    write: (bytes) => reader.write(bytes),
    end() {
      reader.end()
      if (head['bomFormat'] === 'CycloneDX') return cyclonedx(file, head, subject, list, parts)
      if (head['spdxVersion'] !== undefined) {
        return spdxContent(file, {
          version: parts.text(head['spdxVersion'], ['spdxVersion']),
          name: parts.maybeText(head['name'], ['name']),
          createdAt: creation(head, 'created', parts),
          creators: creators(head, parts),
          described: [...described, ...texts(head['documentDescribes'])],
          packages,
          licenceNames,
        })
      }
      throw refusal(file, '', `${whatElse(head)}; ${supported}`)
    },
  }
}

function whatElse(head: Readonly<Record<string, Json>>): string {
  if (JSON.stringify(head['@context'] ?? '').includes('spdx.org')) {
    return 'it is SPDX 3 in JSON-LD, which is not read yet; have it written as SPDX 2.3 or CycloneDX'
  }
  return 'it is JSON, but neither CycloneDX (bomFormat) nor SPDX (spdxVersion)'
}

/** What becomes of the value at a path. */
function choose(path: readonly Step[]): ReturnType<JsonEvents['choose']> {
  const [first, second] = path
  if (path.length === 0) return 'look'
  switch (String(first)) {
    case 'components':
      return ofComponents(path, 1)
    case 'metadata':
      if (path.length === 1) return 'look'
      if (second === 'component') return path.length === 2 ? 'take' : ofComponent(path, 2)
      if (second === 'timestamp') return 'take'
      if (second !== 'tools') return 'skip'
      return path.length === 2 ? 'take' : 'keep'
    case 'packages':
      if (path.length === 1) return 'look'
      if (path.length === 2) return 'take'
      return path.length > 3 || packageKeys.has(String(path[2])) ? 'keep' : 'skip'
    case 'relationships':
      if (path.length === 1) return 'look'
      return path.length === 2 ? 'take' : 'keep'
    case 'hasExtractedLicensingInfos':
      if (path.length === 1) return 'look'
      if (path.length === 2) return 'take'
      return path[2] === 'licenseId' || path[2] === 'name' ? 'keep' : 'skip'
    case 'bomFormat':
    case 'specVersion':
    case 'spdxVersion':
    case 'name':
    case 'creationInfo':
    case 'documentDescribes':
    case '@context':
      return path.length === 1 ? 'take' : 'keep'
    default:
      return 'skip'
  }
}

/** A list of components from path[from] on: its items are handed over one by one, also those within others. */
function ofComponents(path: readonly Step[], from: number): ReturnType<JsonEvents['choose']> {
  if (path.length === from) return 'look'
  return path.length === from + 1 ? 'take' : ofComponent(path, from + 1)
}

function ofComponent(path: readonly Step[], from: number): ReturnType<JsonEvents['choose']> {
  const key = path[from]
  if (key === 'components') return ofComponents(path, from + 1)
  if (!componentKeys.has(String(key))) return 'skip'
  return path.at(-1) === 'text' ? 'skip' : 'keep'
}

function cyclonedx(
  file: string,
  head: Readonly<Record<string, Json>>,
  subject: FoundComponent | undefined,
  list: ReturnType<typeof componentList>,
  parts: JsonParts,
): Content {
  const version = parts.text(head['specVersion'], ['specVersion'])
  return {
    format: checkedVersion(file, 'specVersion', 'CycloneDX', version),
    createdAt: parts.maybeText(head['metadata.timestamp'], ['metadata', 'timestamp']) ?? null,
    tools: toolNames(head['metadata.tools']),
    about: subject?.name ?? null,
    subject: subject ? list.make(subject) : null,
    components: list.components,
    licenceRefs: {},
  }
}

/** Up to 1.4 a list of tools; from 1.5 on an object with components and services. */
function toolNames(value: Json | undefined): readonly string[] {
  const lists = isRecord(value) ? [value['components'], value['services']] : [value]
  return lists.flatMap((one) =>
    (Array.isArray(one) ? (one as readonly Json[]) : []).flatMap((tool) => {
      if (!isRecord(tool)) return []
      const words = ['vendor', 'name', 'version'].flatMap((key) => textIn(tool[key]))
      return textIn(tool['name']).length > 0 ? [words.join(' ')] : []
    }),
  )
}

function creation(head: Readonly<Record<string, Json>>, key: string, parts: JsonParts): string | null {
  const info = head['creationInfo']
  return isRecord(info) ? (parts.maybeText(info[key], ['creationInfo', key]) ?? null) : null
}

function creators(head: Readonly<Record<string, Json>>, parts: JsonParts): readonly string[] {
  const info = head['creationInfo']
  const at = ['creationInfo', 'creators']
  return isRecord(info) ? parts.list(info['creators'], at).map((one, i) => parts.text(one, [...at, i])) : []
}

function describedBy(value: Json): readonly string[] {
  if (!isRecord(value)) return []
  const { spdxElementId, relationshipType, relatedSpdxElement } = value
  const found = relationshipType === 'DESCRIBES' ? relatedSpdxElement : null
  return textIn(relationshipType === 'DESCRIBED_BY' ? spdxElementId : found)
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

function textIn(value: Json | undefined): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value] : []
}
