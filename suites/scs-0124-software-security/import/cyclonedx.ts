import { inShape, listOf, record, text, wire } from '../../../src/provider/handed-in.ts'
import { componentName } from '../../sbom/component-name.ts'
import { ratingOf, type State, type Statement, type VulnerabilityDocument } from '../statement.ts'

interface WireCycloneDx {
  readonly serialNumber?: string
  readonly metadata?: { readonly timestamp?: string; readonly component?: WireComponent }
  readonly components?: readonly WireComponent[]
  readonly vulnerabilities?: readonly {
    readonly id: string
    /** The same vulnerability in other lists. */
    readonly references?: readonly { readonly id?: string }[]
    readonly ratings?: readonly { readonly score?: number; readonly severity?: string; readonly method?: string }[]
    readonly published?: string
    readonly created?: string
    /** When it was taken back as none. */
    readonly rejected?: string
    readonly analysis?: { readonly state?: string; readonly lastUpdated?: string; readonly firstIssued?: string }
    readonly affects?: readonly {
      readonly ref: string
      readonly versions?: readonly { readonly version?: string; readonly status?: string }[]
    }[]
  }[]
}

interface WireComponent {
  readonly 'bom-ref'?: string
  readonly name: string
  readonly version?: string
  readonly purl?: string
  readonly components?: readonly WireComponent[]
}

const component = record(
  { name: text },
  { 'bom-ref': text, version: text, purl: text, components: listOf({ $ref: '#/$defs/component' }) },
)
const shape = wire<WireCycloneDx>('CycloneDX list of vulnerabilities', {
  $defs: { component },
  ...record(
    {},
    {
      serialNumber: text,
      metadata: record({}, { timestamp: text, component: { $ref: '#/$defs/component' } }),
      components: listOf({ $ref: '#/$defs/component' }),
      vulnerabilities: listOf(
        record(
          { id: text },
          {
            references: listOf(record({}, { id: text })),
            ratings: listOf(record({}, { score: { type: 'number' }, severity: text, method: text })),
            published: text,
            created: text,
            rejected: text,
            analysis: record({}, { state: text, lastUpdated: text, firstIssued: text }),
            affects: listOf(record({ ref: text }, { versions: listOf(record({}, { version: text, status: text })) })),
          },
        ),
      ),
    },
  ),
})

const states: ReadonlyMap<string, State> = new Map([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['false_positive', 'not_affected'],
  ['not_affected', 'not_affected'],
])

/**
 * CycloneDX 1.4 and later: vulnerabilities with or without an analysis (VEX). What none is made of is what a scanner found: affected.
 *
 * @throws ProbeError malformed, with file and JSON path; also where nothing is said of vulnerabilities: an SBOM says nothing of them
 */
export async function readCycloneDx(document: unknown, file: string): Promise<VulnerabilityDocument | string> {
  const { serialNumber, metadata, components = [], vulnerabilities } = await inShape(document, shape, file)
  if (!vulnerabilities) return `${file}: is a bill of materials and says nothing of vulnerabilities`
  const names = componentsByRef([...(metadata?.component ? [metadata.component] : []), ...components])
  const madeAt = metadata?.timestamp ?? null
  const statements = vulnerabilities.flatMap(({ id, affects = [], analysis, rejected }, index) => {
    const assessed = rejected === undefined ? states.get(analysis?.state ?? '') : 'not_affected'
    const at = analysis?.lastUpdated ?? analysis?.firstIssued ?? madeAt
    const place = `${file}: /vulnerabilities/${index}`
    const common = { id, state: assessed ?? 'affected', assessed: assessed !== undefined, at, place } as const
    // Without `affects` it is of the whole that the document is about.
    if (affects.length === 0)
      return [{ ...common, component: metadata?.component ? componentName(metadata.component) : 'the whole' }]
    return affects.map(({ ref, versions = [] }): Statement => {
      const told = assessed ?? (versions.length > 0 && versions.every((one) => one.status === 'unaffected'))
      const component = names.get(ref) ?? ref
      return told === true ? { ...common, component, state: 'not_affected', assessed: true } : { ...common, component }
    })
  })
  const ratings = vulnerabilities.flatMap(({ id, ratings = [] }) =>
    ratings.flatMap(({ score, severity, method }) => {
      // OWASP's and other methods have scales of their own.
      const isCvss = method === undefined || method.startsWith('CVSS')
      return ratingOf(id, isCvss ? score : undefined, severity) ?? []
    }),
  )
  const disclosedAt = new Map(
    vulnerabilities.flatMap(({ id, published, created }) => {
      const since = published ?? created
      return since === undefined ? [] : [[id, since] as const]
    }),
  )
  const sameNames = vulnerabilities.map(({ id, references = [] }) => [id, ...references.flatMap((one) => one.id ?? [])])
  const links =
    serialNumber === undefined ? [] : [...names].map(([ref, name]) => [linkTo(serialNumber, ref), name] as const)
  return { file, kind: 'CycloneDX', madeAt, statements, ratings, sameNames, disclosedAt, links: new Map(links) }
}

/** BOM-Link, without the version of the document: `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79#ref`. */
function linkTo(serialNumber: string, ref: string): string {
  return `${serialNumber.replace(/^urn:uuid:/, 'urn:cdx:')}#${ref}`
}

/** Components may be parts of others; as deep as the reader lets through. */
function componentsByRef(components: readonly WireComponent[], names = new Map<string, string>()): Map<string, string> {
  for (const one of components) {
    if (one['bom-ref'] !== undefined) names.set(one['bom-ref'], componentName(one))
    componentsByRef(one.components ?? [], names)
  }
  return names
}
