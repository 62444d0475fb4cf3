import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ProbeError } from '../../../src/fact.ts'
import { mergeRuns } from '../merge-runs.ts'
import type { E2eResults, TestRun } from '../results.ts'
import { readArchive } from './read-archive.ts'
import { readFolder } from './read-folder.ts'
import { resultFiles } from './result-files.ts'

/**
 * Reads results of earlier runs: Sonobuoy tarballs, folders, or single JUnit files, as one.
 *
 * @throws ProbeError `malformed` for what is not the results of e2e runs, `dependency` where a file cannot be read
 */
export async function importResults(paths: readonly string[], signal: AbortSignal): Promise<E2eResults> {
  const runs: TestRun[] = []
  for (const path of paths) runs.push(...(await readOne(path, signal)))
  return mergeRuns(runs)
}

async function readOne(path: string, signal: AbortSignal): Promise<readonly TestRun[]> {
  if (await isFolder(path)) return readFolder(path, signal)
  if (/\.(tar|tgz|tar\.gz)$/i.test(path)) return readArchive(path, signal)
  if (!/\.xml$/i.test(path)) {
    throw new ProbeError(
      'malformed',
      `${path}: neither a folder, nor a tarball (.tar.gz, .tgz, .tar), nor a JUnit file (.xml)`,
    )
  }
  const file = resultFiles(path)
  try {
    for await (const piece of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
      file.add('', 'junit', piece)
    }
  } catch (error) {
    throw unreadable(path, error)
  }
  return file.runs()
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): ProbeError {
  if (error instanceof ProbeError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new ProbeError('dependency', `${path} cannot be read (${code})`, { cause: error })
}
