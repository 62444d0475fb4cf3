/**
 * OpenStack resources as the checks see them: plain JSON data, units in the names, snake_case left at the border.
 * Whatever reads a service's answer (wire.ts) makes these.
 */

/** Nova flavor (API reference: compute, "Show Flavor Details"). */
export interface Flavor {
  readonly id: string
  readonly name: string
  readonly vcpus: number
  readonly ramMiB: number
  /** Root disk; 0 where there is none. */
  readonly diskGB: number
  readonly extraSpecs: Readonly<Record<string, string>>
}

/** Glance image (API reference: image, "List images"). */
export interface Image {
  readonly id: string
  readonly name: string | null
  readonly visibility: string
  readonly hidden: boolean
  readonly status: string
  /** null while nothing is uploaded. */
  readonly sizeBytes: number | null
  readonly minDiskGB: number
  readonly minRamMiB: number
  /** As Glance writes it: `2026-01-31T12:00:00Z`. */
  readonly createdAt: string
  /** `os_hash_algo`, null while nothing is uploaded. */
  readonly hashAlgo: string | null
  /** Every further property of the image by its Glance name: `architecture`, `os_distro`, `image_build_date` … */
  readonly properties: Readonly<Record<string, string | null>>
}

/** Cinder volume type. */
export interface VolumeType {
  readonly id: string
  readonly name: string
  readonly description: string | null
}

/** One service of the Keystone catalog. */
export interface CatalogService {
  /** As the catalog has it, aliases not resolved: `volumev3`. */
  readonly type: string
  readonly name: string
  readonly endpoints: readonly { readonly interface: string; readonly region: string | null; readonly url: string }[]
}
