import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { ProbeError } from '../../../src/fact.ts'
import type { TestRun } from '../results.ts'
import { resultFiles, roleOf } from './result-files.ts'

const deepest = 8
const mostEntries = 100_000

/**
 * Reads the results in a folder: what Hydrophone leaves (junit_01.xml, e2e.log), a CNCF submission (also PRODUCT.yaml, whose
 * `version` is the product's and tells nothing of Kubernetes), our own `--output`, an unpacked Sonobuoy tarball. Links are
 * not followed.
 *
 * @throws ProbeError `malformed`, `dependency` where it cannot be read
 */
export async function readFolder(path: string, signal: AbortSignal): Promise<readonly TestRun[]> {
  const files = resultFiles(path, submissionVersion(path))
  let entries = 0

  async function walk(folder: string, depth: number): Promise<void> {
    for (const entry of (await readdir(folder, { withFileTypes: true })).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      signal.throwIfAborted()
      if (++entries > mostEntries) {
        throw new ProbeError(
          'malformed',
          `${path} has more than ${mostEntries} files; name the folder with junit_01.xml`,
        )
      }
      const inner = join(folder, entry.name)
      const name = relative(path, inner).split(sep).join('/')
      if (entry.isDirectory() && depth < deepest) await walk(inner, depth + 1)
      const role = roleOf(name)
      if (role === undefined || entry.isDirectory()) continue
      if (!entry.isFile())
        throw new ProbeError('malformed', `${path}: ${name} is a link or special file, which is not read`)
      for await (const piece of createReadStream(inner) as AsyncIterable<Buffer>) files.add(name, role, piece)
    }
  }

  try {
    await walk(path, 0)
  } catch (error) {
    if (error instanceof ProbeError) throw error
    signal.throwIfAborted()
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new ProbeError('dependency', `${path} cannot be read (${code})`, { cause: error })
  }
  return files.runs()
}

/** In cncf/k8s-conformance a submission lies in `vX.Y/product/`, for the minor version it was made with. */
function submissionVersion(path: string): string | null {
  const parent = basename(dirname(resolve(path)))
  return /^v1\.\d{2,}$/.test(parent) ? parent : null
}
