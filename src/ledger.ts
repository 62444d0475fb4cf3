import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ProbeError } from './fact.ts'

/** Keeps track of what a run makes on a cloud, so that it can be found and deleted after the run was killed. */
export interface Ledger {
  /** Resolves when the entry is on disk; ProbeError `dependency` where it cannot be written. */
  record(entry: LedgerEntry): Promise<void>
}

/** What happened to one resource. Holds names and places only, never content and never a credential. */
export interface LedgerEntry {
  /** `planned`: about to be made · `made`: it is there · `gone`: deleted, or seen never to have been made. */
  readonly event: 'planned' | 'made' | 'gone'
  /** For people: `security group`. */
  readonly kind: string
  /** Unique within the run, and starts with the run's prefix. */
  readonly name: string
  /** Where it lives: service type and collection, `network` and `/security-groups`. */
  readonly service: string
  readonly path: string
  /** Known once it is made. */
  readonly id: string | null
}

/**
 * A ledger of append-only JSON lines. Every line is synced before `record` resolves, so whatever was sent to the cloud
 * after that can be found again, and the file is removed as soon as nothing in it is left on the cloud.
 */
export function fileLedger(path: string): Ledger {
  let left: Map<string, LedgerEntry> | undefined
  let queue: Promise<void> = Promise.resolve()

  async function append(entry: LedgerEntry): Promise<void> {
    left ??= await entriesLeft(path)
    await makeFolder(dirname(path))
    const file = await open(path, 'a', 0o600)
    try {
      // The new line comes first: the last line of a killed run may be torn.
      await file.appendFile(`\n${JSON.stringify(entry)}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
    note(left, entry)
    if (left.size === 0) await rm(path, { force: true })
  }

  return {
    record(entry) {
      const recorded = queue
        .then(() => append(entry))
        .catch((error: unknown) => {
          throw unwritable(path, error)
        })
      queue = recorded.catch(() => {}) // the caller sees the failure; the next entry is tried all the same
      return recorded
    },
  }
}

function unwritable(path: string, error: unknown): ProbeError {
  const code = codeOf(error)
  const why =
    {
      ENOTDIR: 'what should be a folder is a file',
      EACCES: 'this user may not write there',
      EPERM: 'this user may not write there',
      EROFS: 'the file system is read-only',
      ENOSPC: 'the disk is full',
      ENOENT: 'its folder cannot be made',
    }[code] ?? code
  return new ProbeError(
    'dependency',
    `the ledger ${path} cannot be written (${why}), and without it nothing is made on the cloud; name a folder that can be written in XDG_STATE_HOME`,
    { cause: error },
  )
}

/** Like `mkdir -p`. Node's own `recursive` never returns below folders such as /proc, which exist but cannot be written. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path, { mode: 0o700 }).catch((late: unknown) => {
      if (codeOf(late) !== 'EEXIST') throw late // made by another run in the same moment
    })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/** What a ledger file says is still there, or may be: the last entry of each resource that is not gone. */
export async function readLedger(path: string): Promise<readonly LedgerEntry[]> {
  return [...(await entriesLeft(path)).values()]
}

async function entriesLeft(path: string): Promise<Map<string, LedgerEntry>> {
  const left = new Map<string, LedgerEntry>()
  for (const line of (await textOf(path)).split('\n')) {
    const entry = parse(line)
    if (entry) note(left, entry)
  }
  return left
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

/** A line that is not whole was being written when the run was killed: nothing had been sent for it yet. */
function parse(line: string): LedgerEntry | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined
  try {
    return JSON.parse(line) as LedgerEntry // written by `append` and by nobody else
  } catch {
    return undefined
  }
}

function note(left: Map<string, LedgerEntry>, entry: LedgerEntry): void {
  const key = `${entry.service} ${entry.path} ${entry.name}`
  if (entry.event === 'gone') left.delete(key)
  else left.set(key, entry)
}
