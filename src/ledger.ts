import { open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ProbeError } from './fact.ts'
import { makeFolder } from './make-folder.ts'

/** Keeps track of what a run makes on a cloud, so that it can be found and deleted after the run was killed. */
export interface Ledger {
  /** Resolves when the entry is on disk; ProbeError `dependency` where it cannot be written. */
  record(entry: LedgerEntry): Promise<void>
}

/** Where a resource is: an OpenStack project or domain, a cluster, or this machine. Names and addresses only. */
export type Place =
  | {
      readonly projectId: string | null
      /** Of what belongs to a domain: whose token made it, and the name in clouds.yaml by which that is got. */
      readonly domain?: { readonly id: string; readonly cloud: string }
    }
  | { readonly server: string; readonly context: string }
  | { readonly machine: string }

/** A value by name: an environment variable, or a file that holds it, to be encoded or not. What it says is never written down. */
export type Reference = ({ readonly env: string } | { readonly file: string }) & { readonly base64?: boolean }

/** A command line of the user's that deletes what no API call can. */
export interface Undo {
  readonly command: readonly string[]
  readonly directory: string
  /** Added to the environment. Plain values and references, never a secret. */
  readonly environment: Readonly<Record<string, string | Reference>>
  readonly timeoutMs: number
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
  readonly place: Place
  /** Known once it is made. */
  readonly id: string | null
  readonly undo?: Undo
  /** Process group of the command that is making it; it may outlive a killed run. */
  readonly maker?: { readonly pid: number; readonly processStart: string | null }
  /** It was made by a program that gives names of its own, and noticed afterwards; only its id tells that it is of this run. */
  readonly namedBy?: 'tempest'
  /** Of a provisioned cluster, the URLs of its API server: what was made on it goes with it. */
  readonly serves?: readonly string[]
}

/** API servers that exist only as long as this resource does. */
export function serversOf({ serves = [], place }: LedgerEntry): readonly string[] {
  return serves.filter((server) => !('server' in place && place.server === server))
}

/** Whose ledger it is: the run and the process, and how its subjects were reached. */
export interface LedgerRun {
  /** The run id. */
  readonly run: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly machine: string
  readonly pid: number
  /** Tells this process from a later one of the same number (process-start.ts). */
  readonly processStart: string | null
  /** Name in clouds.yaml and host of Keystone. */
  readonly cloud?: { readonly name: string; readonly host: string }
  /** Paths of the kubeconfig files. */
  readonly kubeconfigs?: readonly string[]
}

/**
 * A ledger of append-only JSON lines, the first of which says whose it is. Every line is synced before `record` resolves,
 * so whatever was sent to the cloud after that can be found again, and the file is removed as soon as nothing in it is
 * left on the cloud.
 */
export function fileLedger(path: string, run?: LedgerRun): Ledger {
  let left: Map<string, LedgerEntry> | undefined
  let queue: Promise<void> = Promise.resolve()

  async function append(entry: LedgerEntry): Promise<void> {
    left ??= new Map((await readLedgerFile(path)).entries.map((one) => [keyOf(one), one]))
    makeFolder(dirname(path), 0o700)
    const file = await open(path, 'a', 0o600)
    try {
      const first = run !== undefined && left.size === 0 ? `${JSON.stringify(run)}\n` : ''
      // The new line comes first: the last line of a killed run may be torn.
      await file.appendFile(`\n${first}${JSON.stringify(entry)}\n`)
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

/** `ENOENT` and its like. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/** What a ledger file says is still there, or may be: the last entry of each resource that is not gone. */
export async function readLedger(path: string): Promise<readonly LedgerEntry[]> {
  return (await readLedgerFile(path)).entries
}

/** The same, in the order of making, with whose ledger it is; null where its first line is torn. */
export async function readLedgerFile(
  path: string,
): Promise<{ readonly run: LedgerRun | null; readonly entries: readonly LedgerEntry[] }> {
  const left = new Map<string, LedgerEntry>()
  let run: LedgerRun | null = null
  for (const line of (await textOf(path)).split('\n')) {
    const parsed = parse(line)
    if (!parsed) continue
    if ('event' in parsed) note(left, parsed)
    else run = parsed
  }
  return { run, entries: [...left.values()] }
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
function parse(line: string): LedgerEntry | LedgerRun | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined
  try {
    return JSON.parse(line) as LedgerEntry | LedgerRun // written by `append` and by nobody else
  } catch {
    return undefined
  }
}

function note(left: Map<string, LedgerEntry>, entry: LedgerEntry): void {
  const key = keyOf(entry)
  if (entry.event === 'gone') left.delete(key)
  else left.set(key, entry)
}

function keyOf({ service, path, place, name, id, namedBy }: LedgerEntry): string {
  return JSON.stringify([service, path, place, name, ...(namedBy ? [id] : [])])
}
