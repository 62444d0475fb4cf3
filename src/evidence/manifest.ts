import { createHash } from 'node:crypto'
import type { Files } from './archive.ts'

/** What a bundle holds, file by file; the one file that is signed. */
export interface Manifest {
  readonly format: 'scs-conformance-bundle/1'
  readonly creator: { readonly name: string; readonly version: string }
  /** ISO 8601, UTC: the end of the run. */
  readonly createdAt: string
  /** By path: the SHA-256 of the content as lower-case hex, and its length. */
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>
}

export const manifestName = 'manifest.json'
/** The SSH signature of the manifest, where there is one. */
export const signatureName = 'manifest.json.sig'

/** Lists files with their digests, in the order of their names. */
export function listFiles(files: Files): Manifest['files'] {
  const names = Object.keys(files).toSorted()
  return Object.fromEntries(
    names.map((name) => {
      const content = files[name] ?? new Uint8Array()
      return [name, { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length }]
    }),
  )
}

/** What in these files is not as the manifest says, one sentence each; empty where nothing was tampered with. */
export function tampering(manifest: Manifest, files: Files): readonly string[] {
  const found = listFiles(files)
  const listed = Object.entries(manifest.files).flatMap(([name, { sha256, bytes }]) => {
    if (!Object.hasOwn(found, name)) return [`${name} is missing`]
    const is = found[name]
    if (is?.sha256 === sha256 && is.bytes === bytes) return []
    return [`${name} was changed: SHA-256 ${is?.sha256.slice(0, 12)}…, in the manifest ${sha256.slice(0, 12)}…`]
  })
  const added = Object.keys(found).filter((name) => !Object.hasOwn(manifest.files, name))
  return [...listed, ...added.map((name) => `${name} is not in the manifest`)]
}
