import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '../replace-file.ts'

/** Lies beside the reports of a job whose run has ended as it should: they are not made again, but submitted. */
export interface Finished {
  readonly format: 'scs-conformance-finished/1'
  /** Id of the job. */
  readonly job: string
  readonly subject: string
  /** Paths in the folder. */
  readonly reports: readonly string[]
  /** Those of them that are with the monitor. */
  readonly submitted: readonly string[]
  /** All that was to be done with them is done. */
  readonly done: boolean
}

const file = 'finished.json'

/** Where one attempt at a job writes. Each has its own: an earlier one may be about to delete what it made. */
export function attemptFolder(output: string, subject: string, day: string, id: string, attempt: number): string {
  return join(output, subject, `${day}-${id}.${attempt}`)
}

/** Written as a whole or not at all, and there also if the machine stops in the next moment. */
export function keepFinished(folder: string, finished: Finished): void {
  replaceFile(join(folder, file), `${JSON.stringify(finished, null, 2)}\n`, { durable: true })
}

/** The folder of an attempt at this job that has finished, here, before. */
export function finishedFolder(output: string, subject: string, id: string): string | undefined {
  return foldersIn(join(output, subject)).find((folder) => readFinished(folder)?.job === id)
}

/** What has finished and was not submitted, or not told to the queue. */
export function unsubmitted(output: string): readonly { readonly folder: string; readonly finished: Finished }[] {
  return foldersIn(output)
    .flatMap((subject) => foldersIn(subject))
    .flatMap((folder) => {
      const finished = readFinished(folder)
      return finished && !finished.done ? [{ folder, finished }] : []
    })
}

/**
 * Deletes what earlier jobs of a subject have left and nobody needs, as `run --config` does when a subject's turn comes: not what was
 * not submitted, and no bundles.
 */
export function clearEarlier(output: string, subject: string, id: string): void {
  for (const folder of foldersIn(join(output, subject))) {
    if (folder.includes(`-${id}.`) || readFinished(folder)?.done === false) continue
    const entries = readdirSync(folder)
    const kept = entries.filter((name) => name.endsWith('.zip'))
    if (kept.length === 0) rmSync(folder, { recursive: true, force: true })
    else {
      for (const name of entries) if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

export function readFinished(folder: string): Finished | undefined {
  const path = join(folder, file)
  if (!existsSync(path)) return undefined
  try {
    const finished = JSON.parse(readFileSync(path, 'utf8')) as Partial<Finished>
    return finished.format === 'scs-conformance-finished/1' ? (finished as Finished) : undefined
  } catch {
    return undefined // written by somebody else
  }
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .toSorted()
}
