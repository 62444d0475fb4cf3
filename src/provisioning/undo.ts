import type { Undo } from '../ledger.ts'
import { runCommand } from './run-command.ts'
import { resolveValues, type Sources } from './values.ts'

/** Runs the command line that deletes a cluster, as the ledger has it; `onLine` gets what it prints. */
export async function runUndo(
  undo: Undo,
  { environment, redactor }: Pick<Sources, 'environment' | 'redactor'>,
  onLine: (line: string) => void,
): Promise<void> {
  const sources = { environment, directory: undo.directory, redactor }
  const own = await resolveValues(undo.environment, 'unprovision', sources)
  const finished = await runCommand({
    command: undo.command,
    directory: undo.directory,
    environment: { ...environment, ...own },
    timeoutMs: undo.timeoutMs,
    onLine,
  })
  await finished.end()
}
