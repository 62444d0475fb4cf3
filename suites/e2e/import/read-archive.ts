import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { ProbeError } from '../../../src/fact.ts'
import type { TestRun } from '../results.ts'
import { resultFiles, roleOf } from './result-files.ts'

/** Bounds for what comes from outside; a Sonobuoy tarball has some 10,000 entries and unpacks to some 100 MiB. */
export interface ArchiveBounds {
  readonly mostEntries: number
  /** Bytes when unpacked. */
  readonly mostBytes: number
  /** Unpacked over packed; logs stay below 50. */
  readonly largestRatio: number
}

const bounds: ArchiveBounds = { mostEntries: 200_000, mostBytes: 4 * 1024 ** 3, largestRatio: 300 }

/** The ratio says nothing of a small archive. */
const smallBytes = 16 * 1024 * 1024

/**
 * Reads the results in a tarball, `.tar.gz` or `.tar`, as Sonobuoy makes it. Nothing is written to disk. Refused as a whole:
 * paths that lead out of it, links in place of results, and what unpacks to more than the bounds.
 *
 * @throws ProbeError `malformed`, `dependency` where the file cannot be read
 */
export async function readArchive(
  path: string,
  signal: AbortSignal,
  { mostEntries, mostBytes, largestRatio }: ArchiveBounds = bounds,
): Promise<readonly TestRun[]> {
  const refuse = (why: string) => new ProbeError('malformed', `${path}: this archive is refused: ${why}`)
  const files = resultFiles(path)
  let packed = 0
  let unpacked = 0
  const countPacked = counter((bytes) => {
    packed += bytes
  })
  const countUnpacked = counter((bytes) => {
    unpacked += bytes
    if (unpacked > mostBytes) throw refuse(`it unpacks to more than ${mostBytes} bytes`)
    if (unpacked > smallBytes && unpacked > packed * largestRatio) {
      throw refuse(`it unpacks to more than ${largestRatio} times its size`)
    }
  })
  const entries = extract()

  async function take(): Promise<void> {
    let count = 0
    for await (const entry of entries) {
      const { name, type } = entry.header
      if (++count > mostEntries) throw refuse(`it has more than ${mostEntries} entries`)
      if (name.startsWith('/') || name.split('/').includes('..')) throw refuse(`the path ${name} leads out of it`)
      const role = type === 'directory' ? undefined : roleOf(name.replace(/^\.\//, ''))
      if (role && type !== 'file') throw refuse(`${name} is a ${type ?? 'special file'}, not a file`)
      for await (const piece of entry as AsyncIterable<Buffer>) {
        if (role) files.add(name.replace(/^\.\//, ''), role, piece)
      }
    }
  }

  const source = createReadStream(path)
  const isPacked = /\.t?gz$/i.test(path)
  const flow = isPacked
    ? pipeline(source, countPacked, createGunzip(), countUnpacked, entries, { signal })
    : pipeline(source, countPacked, countUnpacked, entries, { signal })
  try {
    // Together: a failure on either side ends the other.
    await Promise.all([flow, take().catch((error: unknown) => endWith(source, error))])
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProbeError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^E[A-Z]+$/.test(code)) throw new ProbeError('dependency', `${path} cannot be read (${code})`, { cause: error })
    throw refuse(error instanceof Error ? error.message : String(error))
  }
  return files.runs()
}

function endWith(source: ReturnType<typeof createReadStream>, error: unknown): never {
  source.destroy()
  throw error
}

function counter(see: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      try {
        see(chunk.length)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
