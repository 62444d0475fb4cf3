import { readFile, stat } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { bundledSchema } from '../bundled-data.ts'
import { ProbeError } from '../fact.ts'
import { checkAgainst } from '../schema-check.ts'
import { UsageError } from '../usage-error.ts'
import { validator } from '../validate.ts'
import { whyUnreadable } from '../why-unreadable.ts'
import type { Wire } from '../wire.ts'
import { readYaml } from '../yaml-document.ts'
import { findDepth } from './json-depth.ts'
import type { Provider } from './provider-file.ts'

export { whyUnreadable } from '../why-unreadable.ts'
export { count, listOf, record, text, wire, yesNo, type Wire } from '../wire.ts'

// What a provider hands in comes from tools and people of anywhere: it is bounded in size and depth before it is parsed, and
// held against a shape before it is believed. What cannot be used is a ProbeError malformed that names file and place.

/** Lists of vulnerabilities of a whole cloud are some megabytes; results of licence scans can be more. */
const mostBytes = 64 * 1024 * 1024
/** The formats that are read nest a dozen levels, CSAF's branches some more. */
const mostDepth = 100

/** A file as the provider's own file names it: from where that one lies, so that no path of the machine gets into evidence. */
export function shownPath(provider: Pick<Provider, 'file'>, path: string): string {
  return relative(dirname(provider.file), path) || path
}

/**
 * Reads a JSON file of at most 64 MiB, nested at most 100 levels deep.
 * @param name how messages call it
 * @throws ProbeError malformed for what cannot be read or parsed
 */
export async function readHandedInJson(path: string, name: string): Promise<unknown> {
  const text = decode(await readBounded(path, name), name)
  const deep = findDepth(text, mostDepth)
  if (deep) throw malformed(`${name}:${deep.line}: is nested more than ${mostDepth} levels deep; no such document is`)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    // The parser quotes what it does not understand, and the wrong file may hold a secret: only the place is told.
    const at = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined
    const line = at === undefined ? '' : `:${text.slice(0, Number(at)).split('\n').length}`
    throw malformed(`${name}${line}: is no JSON, or breaks off`)
  }
}

const shapes = validator()

/** Holds a document against a shape. ProbeError malformed, with file and JSON path. */
export async function inShape<T>(document: unknown, shape: Wire<T>, name: string): Promise<T> {
  try {
    return await shapes.check(document, shape, name)
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const said = error.message.replace(' answered something that does not fit:', `: is no ${shape.name}:`)
    throw malformed(said, error)
  }
}

/**
 * Reads a YAML or JSON file of at most 1 MiB by a schema of this package.
 * @throws ProbeError malformed, with file, line and key
 */
export async function readHandedInYaml(
  path: string,
  name: string,
  schema: Parameters<typeof bundledSchema>[0],
): Promise<unknown> {
  try {
    const document = await readYaml(path)
    await checkAgainst(await bundledSchema(schema), document)
    return document.data
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw malformed(error.message.replace(path, name), error)
  }
}

async function readBounded(path: string, name: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    // Nobody writes to the end of a pipe, and a device has none.
    if (!found.isFile() && !found.isDirectory()) throw malformed(`${name}: is no file with an end, such as a pipe`)
    if (found.size <= mostBytes) return await readFile(path)
  } catch (error) {
    throw error instanceof ProbeError ? error : malformed(`${name}: ${whyUnreadable(error)}`, error)
  }
  throw malformed(`${name}: is larger than ${mostBytes / 1024 / 1024} MiB; hand it in by parts`)
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw malformed(`${name}: is not text in UTF-8`, error)
  }
}

function malformed(message: string, cause?: unknown): ProbeError {
  return new ProbeError('malformed', message, { cause })
}
