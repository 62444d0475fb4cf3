import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When a process was started, in words that only it has: they tell it from a later process of the same number. null where
 * there is no such process, or where this cannot be told.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return startByPs(pid)
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
    ])
    // proc(5): the command's name, in brackets, may hold anything; field 22 is the start time in ticks since boot.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`
  } catch {
    return null // gone, or hidden from this user
  }
}

async function startByPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim() || null
  } catch {
    return null
  }
}
