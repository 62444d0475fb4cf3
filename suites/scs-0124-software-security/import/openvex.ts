import { inShape, listOf, record, text, wire } from '../../../src/provider/handed-in.ts'
import type { State, VulnerabilityDocument } from '../statement.ts'

interface WireOpenVex {
  readonly '@context': string
  readonly timestamp: string
  readonly last_updated?: string
  readonly statements: readonly {
    readonly vulnerability:
      | string
      | { readonly name?: string; readonly '@id'?: string; readonly aliases?: readonly string[] }
    readonly status: State
    readonly timestamp?: string
    readonly last_updated?: string
    readonly products?: readonly WireProduct[]
  }[]
}

interface WireProduct {
  readonly '@id'?: string
  readonly identifiers?: { readonly purl?: string }
  readonly subcomponents?: readonly WireProduct[]
}

const ids = { '@id': text, identifiers: record({}, { purl: text }) }
const shape = wire<WireOpenVex>(
  'OpenVEX document',
  record(
    {
      '@context': text,
      timestamp: text,
      statements: listOf(
        record(
          {
            vulnerability: { anyOf: [text, record({}, { name: text, '@id': text, aliases: listOf(text) })] },
            status: { enum: ['affected', 'under_investigation', 'not_affected', 'fixed'] },
          },
          {
            timestamp: text,
            last_updated: text,
            products: listOf(record({}, { ...ids, subcomponents: listOf(record({}, ids)) })),
          },
        ),
      ),
    },
    { last_updated: text },
  ),
)

/**
 * OpenVEX 0.2.0. It has no ratings and no dates of disclosure: those come from other documents, or are missing.
 * A statement on subcomponents is on these, one without products on whatever has the vulnerability.
 *
 * @throws ProbeError malformed, with file and JSON path
 */
export async function readOpenVex(document: unknown, file: string): Promise<VulnerabilityDocument> {
  const { timestamp, last_updated: changed, statements } = await inShape(document, shape, file)
  return {
    file,
    kind: 'OpenVEX',
    madeAt: changed ?? timestamp,
    statements: statements.flatMap(({ vulnerability, status: state, products = [], ...times }, index) => {
      const id = typeof vulnerability === 'string' ? vulnerability : (vulnerability.name ?? vulnerability['@id'])
      const at = times.last_updated ?? times.timestamp ?? changed ?? timestamp
      const parts = products.flatMap((one) => (one.subcomponents?.length ? one.subcomponents : [one]))
      const components = parts.length > 0 ? parts.map(nameOf) : ['the whole']
      const place = `${file}: /statements/${index}`
      return components.map((component) => ({
        id: id ?? 'without a name',
        component,
        state,
        assessed: true,
        at,
        place,
      }))
    }),
    sameNames: statements.flatMap(({ vulnerability: one }) =>
      typeof one === 'string' || one.name === undefined ? [] : [[one.name, ...(one.aliases ?? [])]],
    ),
    ratings: [],
    disclosedAt: new Map(),
  }
}

function nameOf({ '@id': id, identifiers }: WireProduct): string {
  return identifiers?.purl ?? id ?? 'the whole'
}
