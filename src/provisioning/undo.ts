import type { Undo } from '../ledger.ts'
import type { Redactor } from '../redact.ts'
import { runCommand } from './run-command.ts'
import { resolveValues } from './values.ts'

/** Runs the command line that deletes a cluster, as the ledger has it; what it prints goes to stderr. */
export async function runUndo(undo: Undo, redactor: Redactor, onLine: (line: string) => void): Promise<void> {
  const sources = { environment: process.env, directory: undo.directory, redactor }
  const own = await resolveValues(undo.environment, 'unprovision', sources)
  const finished = await runCommand({
    command: undo.command,
    directory: undo.directory,
    environment: { ...process.env, ...own },
    timeoutMs: undo.timeoutMs,
    onLine,
  })
  await finished.end()
}
