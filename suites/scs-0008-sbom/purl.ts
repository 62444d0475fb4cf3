import { createRequire } from 'node:module'
import type * as Packages from 'packageurl-js'

/** A package URL, taken apart by packageurl-js (MIT, of the purl authors themselves). */
export interface Purl {
  /** `deb`, `oci` */
  readonly type: string
  readonly namespace: string
  readonly name: string
  readonly version: string
  readonly qualifiers: Readonly<Record<string, string>>
}

/** Undefined for what is none. */
export function parsePurl(text: string | undefined): Purl | undefined {
  if (text === undefined) return undefined
  try {
    const { type, namespace, name, version, qualifiers } = packages().PackageURL.fromString(text)
    return { type, namespace: namespace ?? '', name, version: version ?? '', qualifiers: { ...qualifiers } }
  } catch {
    return undefined // the component is still known by its name
  }
}

/**
 * The name in a package URL where nothing in it is encoded, as in those of packages and images: small letters, '' where there
 * is none. Whoever looks for a few names among fifty thousand need not take all apart.
 */
export function plainName(text: string | undefined): string {
  const [path = ''] = (text ?? '').split(/[?#]/)
  const [name = ''] = path.slice(path.lastIndexOf('/') + 1).split('@')
  return name.toLowerCase()
}

/** `deb`, in small letters; '' where there is none. */
export function typeOf(text: string | undefined): string {
  return /^pkg:\/*([a-z0-9.+-]+)\//i.exec(text ?? '')?.[1]?.toLowerCase() ?? ''
}

const require = createRequire(import.meta.url)

/** Loaded when the first one is read: it takes a while, most runs have none, and a check cannot wait for an import. */
function packages(): typeof Packages {
  return require('packageurl-js') as typeof Packages
}
