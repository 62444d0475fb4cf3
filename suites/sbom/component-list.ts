import type { LicenceClaim, SbomComponent } from './model.ts'
import { mostComponents, mostLetters, refusal } from './refusal.ts'

/** What a reader has found of a component; whatever is empty is not kept. */
export interface FoundComponent {
  readonly at: string
  /** Its name within the file: bom-ref of CycloneDX, SPDXID. */
  readonly ref?: string | undefined
  readonly type?: string | undefined
  readonly group?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  readonly purl?: string | undefined
  readonly licences?: readonly LicenceClaim[]
  readonly supplier?: string | undefined
  /** `SHA-256` or `SHA256`, and what it is. */
  readonly hashes?: readonly { readonly algorithm: string; readonly value: string }[]
  /** Digests of images that stand elsewhere than among the hashes: `registry/name@sha256:HEX`. */
  readonly references?: readonly string[]
}

/** Components as they are kept, each once. */
export interface ComponentList {
  readonly components: readonly SbomComponent[]
  add(found: FoundComponent): void
  /** Without putting it on the list: for the subject. */
  make(found: FoundComponent): SbomComponent
}

/** @param file for messages */
export function componentList(file: string): ComponentList {
  const components: SbomComponent[] = []
  const refs = new Map<string, string>()

  function make(found: FoundComponent): SbomComponent {
    const { at, ref, type, group, name, version, purl, licences = [], supplier } = found
    if (ref !== undefined && ref !== '') {
      const before = refs.get(ref)
      if (before !== undefined) {
        throw refusal(file, at, `the reference ${JSON.stringify(ref.slice(0, 200))} is that of ${before} already`)
      }
      refs.set(ref, at)
    }
    for (const [what, text] of Object.entries({ type, group, name, version, purl, supplier })) {
      if (text !== undefined && text.length > mostLetters) {
        throw refusal(file, at, `its ${what} has more than ${mostLetters} letters`)
      }
    }
    const digests = mayBeImage(type, purl) ? digestsOf(found) : []
    return {
      at,
      ...(type ? { type } : {}),
      name: group ? `${group}/${name}` : name,
      ...(version ? { version } : {}),
      ...(purl ? { purl } : {}),
      ...(licences.length > 0 ? { licences: licences.map(cut) } : {}),
      ...(supplier ? { supplier } : {}),
      ...(digests.length > 0 ? { digests } : {}),
    }
  }

  return {
    components,
    make,
    add(found) {
      if (components.length >= mostComponents) {
        throw refusal(file, found.at, `there are more than ${mostComponents} components; hand it in in parts`)
      }
      components.push(make(found))
    },
  }
}

/** Some tools put the text of a licence where its name belongs: such a name is certain of nothing, and its start will do. */
function cut(claim: LicenceClaim): LicenceClaim {
  if ('name' in claim) return claim.name.length > longestName ? { name: claim.name.slice(0, longestName) } : claim
  const { expression } = claim // longer ones are refused by whoever reads them
  return expression.length > longestExpression ? { expression: expression.slice(0, longestExpression) } : claim
}

const longestName = 300
const longestExpression = mostLetters * 10

function mayBeImage(type: string | undefined, purl: string | undefined): boolean {
  return type === 'container' || /^pkg:(oci|docker)\//i.test(purl ?? '')
}

function digestsOf({ version = '', purl = '', hashes = [], references = [] }: FoundComponent): readonly string[] {
  const own = hashes.flatMap(({ algorithm, value }) =>
    /^sha-?256$/i.test(algorithm) && /^[0-9a-f]{64}$/i.test(value) ? [`sha256:${value.toLowerCase()}`] : [],
  )
  const written = [version, purl.replaceAll(/%3a/gi, ':'), ...references].flatMap(
    (text) => /\bsha256:[0-9a-f]{64}\b/i.exec(text)?.[0].toLowerCase() ?? [],
  )
  return [...new Set([...own, ...written])]
}
