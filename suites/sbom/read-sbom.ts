import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { ProbeError } from '../../src/fact.ts'
import { whyUnreadable } from '../../src/provider/handed-in.ts'
import { readCyclonedxXml } from './cyclonedx-xml.ts'
import type { Sbom } from './model.ts'
import { readJson } from './read-json.ts'
import { mostBytes, refusal, supported } from './refusal.ts'
import type { Reader } from './reader.ts'
import { readTagValue } from './spdx-tag-value.ts'

export interface SbomFile {
  readonly path: string
  /** As it is named in messages and findings. */
  readonly name: string
  readonly layer: Sbom['layer']
}

/**
 * Reads a bill of materials, in one pass: of what is not judged nothing is kept, so that time and memory go by what is.
 * Compressed files are not read at all, and so need no measure against those that grow without end.
 *
 * @throws ProbeError `malformed` with file and place, `dependency` where the file cannot be read
 */
export async function readSbom({ path, name, layer }: SbomFile, signal?: AbortSignal): Promise<Sbom> {
  const hash = createHash('sha256')
  let reader: Reader | undefined
  let size = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) })) {
      const bytes = chunk as Buffer // no encoding was asked for
      size += bytes.length
      if (size > mostBytes) throw refusal(name, '', `it is larger than ${mostBytes / 2 ** 20} MiB; hand it in in parts`)
      hash.update(bytes)
      reader ??= readerFor(name, bytes)
      reader.write(bytes)
    }
  } catch (error) {
    throw error instanceof ProbeError ? error : unreadable(name, error)
  }
  if (!reader) throw refusal(name, '', 'it is empty')
  const { about, tools, ...content } = reader.end()
  return {
    file: name,
    layer,
    digest: `sha256:${hash.digest('hex')}`,
    about: about?.slice(0, longestWords) ?? null,
    tools: tools.slice(0, mostTools).map((tool) => tool.slice(0, longestWords)),
    ...content,
  }
}

const longestWords = 200
const mostTools = 20

/** By how a file begins. */
function readerFor(name: string, bytes: Buffer): Reader {
  const kind = foreign(bytes)
  if (kind !== undefined) throw refusal(name, '', kind)
  const start = bytes
    .toString('utf8', 0, 4096)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('{')) return readJson(name)
  if (start.startsWith('<')) return readCyclonedxXml(name)
  if (/^(#[^\n]*\n\s*)*[A-Za-z]+:/.test(start)) {
    if (/^SPDXVersion:/m.test(start)) return readTagValue(name)
  }
  throw refusal(name, '', `it is no bill of materials; ${supported}`)
}

function foreign(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, 4)
  if (/^(1f8b|504b0304|28b52ffd|425a68|fd377a58)/.test(hex)) return 'it is compressed; unpack it first'
  if (/^(fffe|feff)/.test(hex) || bytes.subarray(0, 4).includes(0)) {
    return 'it is not text in UTF-8 (UTF-16, or binary); save it as UTF-8'
  }
  return undefined
}

function unreadable(name: string, error: unknown): ProbeError {
  return new ProbeError('dependency', `${name} ${whyUnreadable(error)}`, { cause: error })
}
