import { existsSync } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ProbeError } from '../../../src/fact.ts'
import { mergeFiles, type TempestFile, type TempestResults } from '../results.ts'
import { parseTempestJUnit } from './junit.ts'
import { parseRally } from './rally.ts'
import { testsIn, type Stream } from './stream.ts'
import { parseSubunitV1, startOfV1 } from './subunit-v1.ts'
import { parseSubunitV2, signature } from './subunit-v2.ts'

/** Results of all of Tempest's tests have a few megabytes, with all their logs some hundred. */
const mostBytes = 512 * 1024 * 1024

/**
 * Reads results of Tempest: streams of subunit, version 2 or 1, repositories of stestr, JUnit, reports of Rally.
 *
 * @throws ProbeError `malformed` for what is none of these, `dependency` where a file cannot be read
 */
export async function importTempest(paths: readonly string[]): Promise<TempestResults> {
  const files: TempestFile[] = []
  for (const path of paths) files.push(await readOne(path))
  return mergeFiles(files)
}

/** Whether a file or folder holds results of Tempest, by how it begins. */
export async function isTempest(path: string): Promise<boolean> {
  if (repositoryAt(path)) return true
  const handle = await open(path).catch(() => null) // whoever reads it tells that it cannot be read
  if (!handle) return false
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536).catch(() => nothing)
    const start = buffer.subarray(0, bytesRead)
    if (start[0] === signature) return true
    const text = start.toString('utf8').trimStart()
    if (text.startsWith('<')) return /(class)?name="(setUpClass \()?tempest\./.test(text)
    if (text.startsWith('{')) return /"(verifications|tasks)"\s*:/.test(text)
    return startOfV1.test(text)
  } finally {
    await handle.close()
  }
}

const nothing = { bytesRead: 0, buffer: Buffer.alloc(0) }

/** The folder of a stestr repository: the one that is named, or `.stestr` in it. */
function repositoryAt(path: string): string | undefined {
  return [path, join(path, '.stestr')].find((folder) => existsSync(join(folder, 'next-stream')))
}

async function readOne(path: string): Promise<TempestFile> {
  const repository = repositoryAt(path)
  if (repository === undefined) return readResultFile(path)
  const next = Number((await bytesOf(join(repository, 'next-stream'))).toString('utf8'))
  if (!(next > 0)) throw new ProbeError('malformed', `${path}: the repository of stestr holds no run`)
  const newest = join(repository, String(next - 1))
  const notes =
    next > 1 ? [`the repository holds ${next} runs, of which the newest counts; name others one by one`] : []
  return { ...(await readResultFile(newest)), kind: 'stestr', notes }
}

async function readResultFile(path: string): Promise<TempestFile> {
  const bytes = await bytesOf(path)
  if (bytes[0] === signature) return asFile(path, parseSubunitV2(bytes, path))
  const start = bytes.toString('utf8', 0, 1000).trimStart()
  if (start.startsWith('<')) {
    return { source: path, kind: 'JUnit', notes: [], ...(await parseTempestJUnit(bytes.toString('utf8'), path)) }
  }
  if (start.startsWith('{')) return parseRally(bytes.toString('utf8'), path)
  if (startOfV1.test(start)) return asFile(path, parseSubunitV1(bytes, path))
  throw new ProbeError(
    'malformed',
    `${path}: holds no results of Tempest: no subunit stream, repository of stestr, JUnit or report of Rally`,
  )
}

function asFile(source: string, stream: Stream): TempestFile {
  const notes = stream.isTorn ? ['it breaks off in the middle: the run was killed, or the file was cut'] : []
  return { source, kind: 'subunit', notes, ...testsIn(stream) }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > mostBytes)
      throw new ProbeError('malformed', `${path}: ${size} bytes are more than results of Tempest have`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof ProbeError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new ProbeError('dependency', `${path} cannot be read (${code})`, { cause: error })
  }
}
