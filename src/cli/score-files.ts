import { globSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../usage-error.ts'

/** A file to look into for reports and attestations. */
export interface Candidate {
  readonly file: string
  /** It lay in a folder that was named, where other things lie too; it was not named itself. */
  readonly found: boolean
  /** By its name and kind it could be a report or an attestation. */
  readonly promising: boolean
}

/** What a name, a pattern or a folder leads to; folders are read whole, with those in them. */
export function candidates(name: string): readonly Candidate[] {
  const isFolder = kindOf(name) === 'folder'
  if (isFolder) return filesIn(name, new Set())
  if (!/[*?[]/.test(name)) return [{ file: name, found: false, promising: true }]
  const matched = globSync(name)
    .toSorted()
    .flatMap((path) => {
      if (kindOf(path) === 'folder') return filesIn(path, new Set())
      return sourceName.test(path) ? [{ file: path, found: false, promising: true }] : []
    })
  if (matched.length === 0) throw new UsageError(`${name}: no report or attestation has such a name`)
  return matched
}

const sourceName = /\.(json|ya?ml|zip)$/i
const signatureName = /\.(sig|countersig)$/

/** @param seen real paths of the folders that were read already: links may lead in a circle */
function filesIn(folder: string, seen: Set<string>): readonly Candidate[] {
  const real = realpathSync(folder)
  if (seen.has(real)) return []
  seen.add(real)
  const names = namesIn(folder)
  return names.flatMap((name) => {
    const file = join(folder, name)
    const kind = kindOf(file)
    if (kind === 'folder') return filesIn(file, seen)
    // A signature belongs to what it signs.
    if (signatureName.test(name) && names.includes(name.replace(signatureName, ''))) return []
    return [{ file, found: true, promising: kind === 'file' && sourceName.test(name) }]
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch (error) {
    throw closed(folder, error)
  }
}

/** `other`: nothing that has content, such as a link that leads nowhere, or a pipe. */
function kindOf(path: string): 'folder' | 'file' | 'other' {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isDirectory() ? 'folder' : stats?.isFile() ? 'file' : 'other'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return 'other'
    throw closed(path, error)
  }
}

/** What is closed to us may hold the report that matters. */
function closed(path: string, error: unknown): UsageError {
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new UsageError(`${path}: cannot be read (${why}), and a report in it must not be left out silently`, {
    cause: error,
  })
}
