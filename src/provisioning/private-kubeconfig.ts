import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRecord } from '../answer.ts'
import { ProbeError } from '../fact.ts'
import type { Leasable } from '../lease.ts'
import type { Redactor } from '../redact.ts'

/** The folder for the kubeconfig of a provisioned cluster, which only this user can look into; leased like all else. */
export function privateFolder(): Leasable<string> {
  return {
    kind: 'folder',
    suffix: 'kubeconfig',
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

/** Where a kubeconfig leads, by its path. */
export interface LearnedKubeconfig {
  readonly path: string
  /** URLs of API servers. */
  readonly servers: readonly string[]
}

/** Writes a kubeconfig that a management cluster gave; ProbeError malformed where it is none, or would have us run something. */
export async function writeKubeconfig(folder: string, text: string, redactor: Redactor): Promise<LearnedKubeconfig> {
  const { users, servers } = await learn(text, redactor)
  if (users.some((user) => 'exec' in user || 'auth-provider' in user)) {
    throw new ProbeError(
      'malformed',
      'the kubeconfig of the new cluster names a command to get credentials by, which is not run: who made the cluster does not decide what runs here',
    )
  }
  const path = join(folder, 'kubeconfig')
  await writeFile(path, text, { mode: 0o600 })
  return { path, servers }
}

/** Learns the secrets of a kubeconfig file that a command has written. */
export async function learnKubeconfig(path: string, redactor: Redactor): Promise<LearnedKubeconfig> {
  return { path, servers: (await learn(await readFile(path, 'utf8'), redactor)).servers }
}

type Entry = Readonly<Record<string, unknown>>

async function learn(text: string, redactor: Redactor): Promise<{ users: readonly Entry[]; servers: string[] }> {
  const { parse } = await import('yaml')
  let config: unknown
  try {
    config = parse(text, { logLevel: 'error' })
  } catch {
    config = undefined // no cause: the parser quotes what it could not read
  }
  if (!isRecord(config) || !Array.isArray(config['users']) || !Array.isArray(config['clusters'])) {
    throw new ProbeError('malformed', 'the kubeconfig of the new cluster is none: it has no clusters and users')
  }
  const users = inside(config['users'], 'user')
  for (const user of users) {
    for (const key of ['token', 'password', 'client-key-data']) {
      const value = user[key]
      if (typeof value === 'string') redactor.learn(value)
    }
  }
  const servers = inside(config['clusters'], 'cluster').map(({ server }) => String(server).replace(/\/+$/, ''))
  return { users, servers }
}

function inside(named: readonly unknown[], key: string): readonly Entry[] {
  return named.map((one) => (isRecord(one) ? one[key] : undefined)).filter(isRecord)
}
