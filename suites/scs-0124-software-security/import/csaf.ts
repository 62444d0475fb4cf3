import { inShape, listOf, record, text, wire } from '../../../src/provider/handed-in.ts'
import { ratingOf, type State, type VulnerabilityDocument } from '../statement.ts'

interface WireCsaf {
  readonly document: {
    readonly category: string
    readonly csaf_version: '2.0'
    readonly tracking: { readonly current_release_date: string; readonly initial_release_date: string }
  }
  readonly product_tree?: {
    readonly branches?: readonly WireBranch[]
    readonly full_product_names?: readonly WireProduct[]
    readonly relationships?: readonly { readonly full_product_name: WireProduct }[]
  }
  readonly vulnerabilities?: readonly {
    readonly cve?: string
    readonly ids?: readonly { readonly text: string }[]
    readonly release_date?: string
    readonly scores?: readonly {
      readonly products?: readonly string[]
      readonly cvss_v3?: { readonly baseScore: number; readonly baseSeverity?: string }
      readonly cvss_v2?: { readonly baseScore: number }
    }[]
    readonly product_status?: Readonly<Record<string, readonly string[]>>
  }[]
}

interface WireProduct {
  readonly product_id: string
  readonly name: string
  readonly product_identification_helper?: { readonly purl?: string }
}
interface WireBranch {
  readonly branches?: readonly WireBranch[]
  readonly product?: WireProduct
}

const product = record({ product_id: text, name: text }, { product_identification_helper: record({}, { purl: text }) })
const cvss = record({ baseScore: { type: 'number', minimum: 0, maximum: 10 } }, { baseSeverity: text })
const shape = wire<WireCsaf>('CSAF 2.0 document', {
  $defs: { branch: record({}, { branches: listOf({ $ref: '#/$defs/branch' }), product }) },
  ...record(
    {
      document: record({
        category: text,
        csaf_version: { const: '2.0' },
        tracking: record({ current_release_date: text, initial_release_date: text }),
      }),
    },
    {
      product_tree: record(
        {},
        {
          branches: listOf({ $ref: '#/$defs/branch' }),
          full_product_names: listOf(product),
          relationships: listOf(record({ full_product_name: product })),
        },
      ),
      vulnerabilities: listOf(
        record(
          {},
          {
            cve: text,
            ids: listOf(record({ text })),
            release_date: text,
            scores: listOf(record({}, { products: listOf(text), cvss_v3: cvss, cvss_v2: cvss })),
            product_status: { type: 'object', additionalProperties: listOf(text) },
          },
        ),
      ),
    },
  ),
})

const states: ReadonlyMap<string, State> = new Map([
  ['first_affected', 'affected'],
  ['known_affected', 'affected'],
  ['last_affected', 'affected'],
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['known_not_affected', 'not_affected'],
  ['under_investigation', 'under_investigation'],
])

/**
 * CSAF 2.0 of profile VEX: the statuses of products. `recommended` says nothing of what runs. The public knows since
 * `release_date` of the vulnerability, else since the document's first release; where it was changed since then, a vulnerability may
 * have come in later, and no date is told.
 *
 * @throws ProbeError malformed, with file and JSON path
 */
export async function readCsaf(document: unknown, file: string): Promise<VulnerabilityDocument | string> {
  const { document: head, product_tree: tree, vulnerabilities = [] } = await inShape(document, shape, file)
  if (head.category !== 'csaf_vex') {
    return `${file}: /document/category is ${JSON.stringify(head.category)}; only csaf_vex tells of what runs at the provider`
  }
  const names = new Map<string, string>()
  const learn = ({ product_id: id, name, product_identification_helper: helper }: WireProduct) =>
    void names.set(id, helper?.purl ?? name)
  const walk = ({ branches = [], product }: WireBranch): void => {
    if (product) learn(product)
    for (const branch of branches) walk(branch)
  }
  walk({ branches: tree?.branches ?? [] })
  for (const one of tree?.full_product_names ?? []) learn(one)
  for (const { full_product_name: one } of tree?.relationships ?? []) learn(one)
  const { current_release_date: madeAt, initial_release_date: first } = head.tracking
  const only = Date.parse(first) === Date.parse(madeAt) ? first : undefined
  const named = vulnerabilities.map((one, index) => ({
    ...one,
    id: one.cve ?? one.ids?.[0]?.text ?? `number ${index} of ${file}`,
    place: `${file}: /vulnerabilities/${index}`,
  }))
  return {
    file,
    kind: 'CSAF',
    madeAt,
    statements: named.flatMap(({ id, product_status: status = {}, place }) =>
      Object.entries(status).flatMap(([word, products]) => {
        const state = states.get(word)
        if (!state) return []
        return products.map((one) => ({
          id,
          component: names.get(one) ?? one,
          state,
          assessed: true,
          at: madeAt,
          place,
        }))
      }),
    ),
    ratings: named.flatMap(({ id, scores = [] }) =>
      scores.flatMap(({ products, cvss_v3: v3, cvss_v2: v2 }) => {
        const rating = ratingOf(id, v3?.baseScore ?? v2?.baseScore, undefined)
        if (!rating) return []
        return [products ? { ...rating, components: products.map((one) => names.get(one) ?? one) } : rating]
      }),
    ),
    disclosedAt: new Map(
      named.flatMap(({ id, release_date: since = only }) => (since === undefined ? [] : [[id, since] as const])),
    ),
  }
}
