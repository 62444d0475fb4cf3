import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileReason } from '../../file-reason.ts'
import { processStart } from '../../process-start.ts'
import { UsageError } from '../../usage-error.ts'

/** Who uses the folder. */
interface Holder {
  readonly machine: string
  readonly pid: number
  /** As `processStart` tells it: tells a process from a later one of the same number. */
  readonly processStart: string | null
}

/**
 * Two processes that write into one database folder destroy it: the second is refused. A lock whose process was killed is taken over.
 *
 * @returns gives it free again
 * @throws UsageError where another process uses the folder, or it cannot be written
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = join(folder, 'lock.json')
  const { pid } = process
  const mine: Holder = { machine: hostname(), pid, processStart: await processStart(pid) }
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new UsageError(`${folder}: cannot be written (${fileReason(error)}); name another with --store`, {
          cause: error,
        })
      }
    }
    const holder = readHolder(path)
    if (holder && (await isThere(holder))) {
      throw new UsageError(
        `${folder}: process ${holder.pid} on ${holder.machine} uses it; end that first, or remove ${path} if there is none`,
      )
    }
    rmSync(path, { force: true })
  }
  throw new UsageError(`${folder}: another process has just taken it`)
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder // written above
  } catch {
    return undefined // gone meanwhile, or never written whole
  }
}

/** One on another machine cannot be seen: it may be there. */
async function isThere({ machine, pid, processStart: start }: Holder): Promise<boolean> {
  if (machine !== hostname()) return true
  return (await processStart(pid)) === start && start !== null
}
