import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { accountsYaml } from './accounts-yaml.ts'
import type { TempestRun } from './tempest-run.ts'
import { tempestConf } from './tempest-conf.ts'
import type { Users } from './users.ts'

/** Paths of what Tempest works with, in the folder of the run. */
export const filesIn = (folder: string) => ({
  /** Where Tempest keeps things of its own. */
  workspace: join(folder, 'workspace'),
  configuration: join(folder, 'tempest.conf'),
  accounts: join(folder, 'accounts.yaml'),
  authorities: join(folder, 'authorities.pem'),
  locks: join(folder, 'locks'),
  log: join(folder, 'tempest.log'),
  required: join(folder, 'required-tests'),
})
const secret = { mode: 0o600 }

/** Writes what Tempest is configured by; gives tempest.conf. */
export async function writeWorkspace(
  folder: string,
  { wish, settings }: Pick<TempestRun, 'wish' | 'settings'>,
  users: Users,
  namePrefix: string,
): Promise<string> {
  const connection = wish.connection()
  const { authorities } = connection
  const at = filesIn(folder)
  const conf = tempestConf({
    settings,
    connection,
    accountsFile: at.accounts,
    lockFolder: at.locks,
    logFile: at.log,
    authoritiesFile: authorities === null ? null : at.authorities,
    domainId: users.all[0]?.openstack.identity.project?.domainId ?? null,
    mayChangePasswords: users.mayChangePasswords,
    namePrefix,
    moreSettings: wish.moreSettings,
  })
  await mkdir(at.locks)
  if (authorities !== null) await writeFile(at.authorities, authorities, secret)
  await writeFile(at.accounts, accountsYaml(users.all), secret)
  await writeFile(at.configuration, conf, secret)
  return conf
}

const mostLogBytes = 16 * 1024 * 1024

/** The end of what Tempest has logged, from the beginning of a line: half a secret is not known as one. null where it has not. */
export async function logOf(folder: string, mostBytes = mostLogBytes): Promise<string | null> {
  const file = await open(filesIn(folder).log).catch(() => null)
  if (!file) return null
  try {
    const { size } = await file.stat()
    const length = Math.min(size, mostBytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const text = buffer.toString('utf8', 0, bytesRead)
    return length < size ? text.slice(text.indexOf('\n') + 1) : text
  } finally {
    await file.close()
  }
}
