import { readFile, stat } from 'node:fs/promises'
import { readBundle, type ReadBundle } from '../evidence/bundle.ts'
import { fileReason } from '../file-reason.ts'
import { UsageError } from '../usage-error.ts'

/** Reads a file whole. UsageError, with the file's name, where it cannot be, or is larger than `mostBytes`. */
export async function readBytes(file: string, mostBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
  try {
    if ((await stat(file)).size <= mostBytes) return await readFile(file)
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${fileReason(error)})`, { cause: error })
  }
  throw new UsageError(`${file}: is larger than ${mostBytes / 1024 / 1024} MiB, so it is hardly a report`)
}

/** Reads an evidence bundle. UsageError, with the file's name, for what is none. */
export async function readBundleFile(file: string): Promise<ReadBundle> {
  const { validateReport } = await import('../../reports/validate.ts')
  const bytes = await readBytes(file)
  try {
    return await readBundle(bytes, validateReport)
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** The same, for whoever relies on what it says. UsageError also for one that is not as its manifest says. */
export async function readIntactBundle(file: string): Promise<ReadBundle> {
  const bundle = await readBundleFile(file)
  const [changed] = bundle.tampering
  if (changed !== undefined) throw new UsageError(`${file}: was tampered with: ${changed}`)
  return bundle
}

/** Whether a file is an evidence bundle, by how a ZIP archive begins. */
export function isBundle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}
