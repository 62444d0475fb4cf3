import { readdir } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf, fileLedger, readLedgerFile, type Ledger, type LedgerEntry, type LedgerRun } from './ledger.ts'
import { processStart } from './process-start.ts'
import { UsageError } from './usage-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where ledgers are kept: they outlive a killed run, so not in a temporary folder. */
export function ledgerFolder(environment: Environment): string {
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'scs-conformance')
}

/** The ledger of a run of this process; how its subjects are reached is written into it. */
export async function openLedger(
  runId: string,
  reached: Pick<LedgerRun, 'cloud' | 'kubeconfigs'>,
  environment: Environment,
): Promise<Ledger> {
  const { pid } = process
  const run = { run: runId, startedAt: new Date().toISOString(), machine: hostname(), pid }
  const path = join(ledgerFolder(environment), `${runId}.jsonl`)
  return fileLedger(path, { ...run, processStart: await processStart(pid), ...reached })
}

/** What a run has not deleted, or not yet. */
export interface OpenLedger {
  readonly path: string
  readonly runId: string
  readonly run: LedgerRun | null
  readonly entries: readonly LedgerEntry[]
  /** `running`: the process is at work · `elsewhere`: on a machine we cannot look at · `ended`: killed, or it gave up. */
  readonly state: 'running' | 'elsewhere' | 'ended'
}

/**
 * All ledgers that hold something, the oldest run first.
 * @throws UsageError where one cannot be read, or their folder: that is not the same as there being none.
 */
export async function openLedgers(environment: Environment): Promise<readonly OpenLedger[]> {
  const folder = ledgerFolder(environment)
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [] // no run has written anything yet
    throw unreadable(folder, error)
  })
  const all = await Promise.all(
    names
      .filter((name) => /^[0-9a-f]{8}\.jsonl$/.test(name))
      .map(async (name): Promise<OpenLedger> => {
        const path = join(folder, name)
        const { run, entries } = await readLedgerFile(path).catch((error: unknown) => {
          throw unreadable(path, error)
        })
        return { path, runId: name.slice(0, 8), run, entries, state: await stateOf(run) }
      }),
  )
  const startedAt = ({ run }: OpenLedger) => run?.startedAt ?? ''
  return all.filter(({ entries }) => entries.length > 0).toSorted((a, b) => (startedAt(a) < startedAt(b) ? -1 : 1))
}

function unreadable(path: string, error: unknown): UsageError {
  const why = `cannot be read (${codeOf(error)}), so what earlier runs have left behind is not known`
  return new UsageError(`${path}: ${why}; make it readable, or name another folder in XDG_STATE_HOME`, { cause: error })
}

async function stateOf(run: LedgerRun | null): Promise<OpenLedger['state']> {
  if (!run) return 'ended'
  if (run.machine !== hostname()) return 'elsewhere'
  const start = await processStart(run.pid)
  if (run.processStart === null) return isAlive(run.pid) ? 'running' : 'ended'
  return start === run.processStart ? 'running' : 'ended'
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // another user's
  }
}
