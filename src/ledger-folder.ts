import { readdir } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { fileLedger, readLedgerFile, type Ledger, type LedgerEntry, type LedgerRun } from './ledger.ts'
import { processStart } from './process-start.ts'

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

/** All ledgers that hold something, the oldest run first. */
export async function openLedgers(environment: Environment): Promise<readonly OpenLedger[]> {
  const folder = ledgerFolder(environment)
  const names = await readdir(folder).catch(() => []) // no run has written anything yet
  const all = await Promise.all(
    names
      .filter((name) => /^[0-9a-f]{8}\.jsonl$/.test(name))
      .map(async (name): Promise<OpenLedger> => {
        const path = join(folder, name)
        const { run, entries } = await readLedgerFile(path)
        return { path, runId: name.slice(0, 8), run, entries, state: await stateOf(run) }
      }),
  )
  const startedAt = ({ run }: OpenLedger) => run?.startedAt ?? ''
  return all.filter(({ entries }) => entries.length > 0).toSorted((a, b) => (startedAt(a) < startedAt(b) ? -1 : 1))
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
