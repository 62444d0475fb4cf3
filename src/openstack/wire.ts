import { count, listOf, record, text, textOrNull, wire } from '../wire.ts'

// What OpenStack services answer. snake_case stops in the modules that read these.

/** Nova's extra specs: values are texts by its own schema, but old entries may be numbers or booleans. */
export const specs = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } }
export type WireSpecs = Readonly<Record<string, string | number | boolean>>

/** Identity API v3, "Password authentication with scoped authorization"; the same body for every method. */
export interface WireToken {
  readonly token: {
    readonly expires_at: string
    readonly issued_at?: string
    readonly user: WireOwned
    readonly project?: WireOwned
    readonly domain?: { readonly id: string; readonly name: string }
    readonly roles?: readonly { readonly name: string }[]
    readonly catalog?: readonly WireService[]
  }
}
interface WireOwned {
  readonly id: string
  readonly name: string
  readonly domain?: { readonly id?: string | null; readonly name?: string | null }
}
interface WireService {
  readonly type: string
  readonly name?: string | null
  readonly endpoints?: readonly {
    readonly interface: string
    readonly region?: string | null
    readonly region_id?: string | null
    readonly url?: string | null
  }[]
}
const owned = record({ id: text, name: text }, { domain: record({}, { id: textOrNull, name: textOrNull }) })
const endpoint = record({ interface: text }, { url: textOrNull, region: textOrNull, region_id: textOrNull })
const service = record({ type: text }, { name: textOrNull, endpoints: listOf(endpoint) })
export const wireToken = wire<WireToken>(
  'token',
  record({
    token: record(
      { expires_at: text, user: owned },
      {
        issued_at: text,
        project: owned,
        domain: record({ id: text, name: text }),
        roles: listOf(record({ name: text })),
        catalog: listOf(service),
      },
    ),
  }),
)

/** Compute API, "List Flavors With Details"; extra_specs since microversion 2.61, where the policy shows them. */
export interface WireFlavors {
  readonly flavors: readonly {
    readonly id: string
    readonly name: string
    readonly vcpus: number
    readonly ram: number
    readonly disk: number
    readonly extra_specs?: WireSpecs
  }[]
}
export const wireFlavors = wire<WireFlavors>(
  'flavors',
  record({
    flavors: listOf(record({ id: text, name: text, vcpus: count, ram: count, disk: count }, { extra_specs: specs })),
  }),
)

/** Compute API, "List Extra Specs For A Flavor". */
export const wireExtraSpecs = wire<{ readonly extra_specs: WireSpecs }>('extra specs', record({ extra_specs: specs }))

/** Image API v2, "List images": every property of the image stands beside these. */
export interface WireImages {
  readonly images: readonly WireImage[]
  readonly next?: string
}
export interface WireImage {
  readonly id: string
  readonly name?: string | null
  readonly visibility: string
  readonly status: string
  readonly size?: number | null
  readonly min_disk: number
  readonly min_ram: number
  readonly created_at: string
  readonly os_hidden?: boolean
  readonly os_hash_algo?: string | null
  readonly [property: string]: unknown
}
export const wireImages = wire<WireImages>(
  'images',
  record(
    {
      images: listOf(
        record(
          { id: text, visibility: text, status: text, min_disk: count, min_ram: count, created_at: text },
          {
            name: textOrNull,
            size: { type: ['integer', 'null'] },
            os_hidden: { type: 'boolean' },
            os_hash_algo: textOrNull,
          },
        ),
      ),
    },
    { next: text },
  ),
)

/** Block Storage API v3, "List all volume types". */
export interface WireVolumeTypes {
  readonly volume_types: readonly { readonly id: string; readonly name: string; readonly description?: string | null }[]
}
export const wireVolumeTypes = wire<WireVolumeTypes>(
  'volume types',
  record({ volume_types: listOf(record({ id: text, name: text }, { description: textOrNull })) }),
)
