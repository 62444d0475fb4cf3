import { mkdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProbeError } from './fact.ts'
import type { Leasable } from './lease.ts'

/**
 * A folder that only this user can look into, for what holds secrets; leased like all else, so that it is gone afterwards.
 *
 * @param suffix ends its name: `kubeconfig`
 */
export function privateFolder(suffix: string): Leasable<string> {
  return {
    kind: 'folder',
    suffix,
    service: 'local',
    path: tmpdir(),
    place: { machine: hostname() },
    creations: 1,
    async create(name) {
      const folder = join(tmpdir(), name)
      await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
        throw new ProbeError(
          'dependency',
          `the folder ${folder} cannot be made (${code}); name another place in TMPDIR`,
        )
      })
      return folder
    },
    idOf: (folder) => folder,
    find: () => Promise.resolve([]), // one that could not be made is not ours
    remove: (folder) => rm(folder, { recursive: true, force: true }),
    isGone: () => Promise.resolve(true),
  }
}
