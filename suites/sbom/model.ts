/** A bill of materials, as much of it as is judged: plain JSON, the same for all formats. */
export interface Sbom {
  /** The file, from where the file of --provider lies. */
  readonly file: string
  /** The layer it was handed in for; null: both. */
  readonly layer: 'iaas' | 'kaas' | null
  /** `CycloneDX 1.6`, `SPDX 2.3` */
  readonly format: string
  /** `sha256:` and the hex digest of the file. */
  readonly digest: string
  /** ISO 8601, as the file has it; null where it does not say. */
  readonly createdAt: string | null
  /** What made it: `syft 1.4.1`. */
  readonly tools: readonly string[]
  /** What it says that it is of, in words; null where it does not say. */
  readonly about: string | null
  /** What it describes as a whole: metadata.component of CycloneDX, the one package that an SPDX document DESCRIBES. */
  readonly subject: SbomComponent | null
  /** In the order in which they end in the file, those within others too; the subject is none of them. */
  readonly components: readonly SbomComponent[]
  /** What the document says of licences of its own: names by `LicenseRef-…`, as far as components name them. */
  readonly licenceRefs: Readonly<Record<string, string>>
}

/** One component. Absent keys are what the file does not say: fifty thousand of these are kept. */
export interface SbomComponent {
  /** Where in the file: `components[3].components[1]`, `packages[7]`, `line 12`. */
  readonly at: string
  /** `library`, `container`, as CycloneDX calls them; the purpose of an SPDX package in the same words. */
  readonly type?: string
  /** With its group, as `group/name`. */
  readonly name: string
  readonly version?: string
  /** Package URL, as the file has it. */
  readonly purl?: string
  /** All that it says of licences; absent: nothing. */
  readonly licences?: readonly LicenceClaim[]
  readonly supplier?: string
  /** `sha256:HEX` of whatever may be a container image; other hashes are judged by nobody and are left out. */
  readonly digests?: readonly string[]
}

/** An SPDX expression (an identifier is one; so are NONE and NOASSERTION), or a name in free words. */
export type LicenceClaim = { readonly expression: string } | { readonly name: string }
