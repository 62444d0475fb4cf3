import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '../answer.ts'
import { ProbeError } from '../fact.ts'
import type { Redactor } from '../redact.ts'

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
