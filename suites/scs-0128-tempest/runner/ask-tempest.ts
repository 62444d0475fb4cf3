import { join } from 'node:path'
import { ProbeError } from '../../../src/fact.ts'
import { filesIn } from './workspace.ts'
import type { TempestEnd, TempestTool } from './wish.ts'

/** `Tempest 33.0.0`. ProbeError dependency where it cannot be called. */
export async function versionOf(tool: TempestTool, folder: string, signal: AbortSignal): Promise<string> {
  const said = await ask(tool, ['--version'], folder, signal)
  const version = /^tempest (\d[\w.]*)/m.exec(said)?.[1]
  if (version !== undefined) return `Tempest ${version}`
  throw new ProbeError('dependency', `${tool.called} --version tells no version of Tempest; is it that of OpenStack?`)
}

/** Has it make its workspace, with nothing of the machine's own configuration. ProbeError dependency where it cannot. */
export async function makeWorkspace(tool: TempestTool, folder: string, signal: AbortSignal): Promise<void> {
  const { workspace, locks } = filesIn(folder)
  const known = ['--workspace-path', join(folder, 'workspaces.yaml'), '--config-dir', locks] // an empty one
  await ask(tool, ['init', ...known, workspace], folder, signal)
}

/** What it prints of all the tests that it has. ProbeError dependency where it cannot. */
export function allTests(tool: TempestTool, folder: string, signal: AbortSignal): Promise<string> {
  const { configuration, workspace } = filesIn(folder)
  return ask(tool, ['run', '--config-file', configuration, '--list-tests'], folder, signal, workspace)
}

async function ask(
  tool: TempestTool,
  args: readonly string[],
  folder: string,
  signal: AbortSignal,
  directory = folder,
): Promise<string> {
  const output: Buffer[] = []
  const errors: Buffer[] = []
  const end = await tool.run({
    args,
    folder,
    directory,
    signal,
    onOutput: (bytes) => void output.push(bytes),
    onError: (bytes) => void errors.push(bytes),
  })
  signal.throwIfAborted()
  const [printed, said] = [output, errors].map((pieces) => Buffer.concat(pieces).toString('utf8'))
  if (end === 0) return `${printed}\n${said}`
  const words = lastWords(`${printed}\n${said}`)
  throw new ProbeError('dependency', `${tool.called} ${args[0]} ended ${inWords(end)}${words}`)
}

/** How it ended, for people. */
export function inWords(end: TempestEnd): string {
  return typeof end === 'number' ? `with exit code ${end}` : `by ${end}`
}

const longest = 300

/** The last line that says something, as the end of a sentence; empty where there is none. */
export function lastWords(text: string): string {
  const line = text
    .split(/\r?\n/)
    .map((one) => one.trim())
    .findLast((one) => one !== '')
  return line === undefined ? '' : `: ${line.slice(0, longest)}`
}
