import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { bundledFolder } from './bundled-data.ts'
import { didYouMean } from './did-you-mean.ts'
import { given, ProbeError } from './fact.ts'
import { readDataDocument, type DataHeader, type ReferenceDocument } from './reference-data/document.ts'
import { UsageError } from './usage-error.ts'

export type { ReferenceDocument } from './reference-data/document.ts'

/** Gives the document in use under a name; each is read when it is asked for, not before. */
export interface ReferenceData {
  /** All names there are, sorted. */
  readonly names: readonly string[]
  /** ProbeError dependency, naming the file and the way out, where there is none that can be used. */
  read<T>(name: string): Promise<ReferenceDocument<T>>
}

export const referenceData = given<ReferenceData>('the reference data')

export interface ReferenceDataOptions {
  /** `--data`: a folder whose files replace those of the same name. */
  readonly folder?: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Nothing may be dated after it. */
  readonly now: Date
}

/** The bundled documents and their schemas. */
export const bundledDataFolder = join(bundledFolder, 'data')

/** Where `data refresh` puts documents. */
export function userDataFolder(environment: ReferenceDataOptions['environment']): string {
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'scs-conformance/data')
}

/**
 * Opens the reference data: of each name the one in `--data`, else the refreshed or the bundled one, whichever reaches
 * farther, and of equal reach the one collected later.
 * @throws UsageError for a `--data` folder that is none, holds nothing of ours or something that cannot be used.
 */
export async function openReferenceData(options: ReferenceDataOptions): Promise<ReferenceData> {
  const { folder, environment, now } = options
  const names = await dataNames()
  if (folder !== undefined) await refuseUnusable(folder, names, now)
  const user = userDataFolder(environment)
  const read = async (name: string) => {
    const given = folder === undefined ? undefined : await readDataDocument(folder, name, 'given', now)
    if (given) return given
    const [refreshed, bundled] = await Promise.all([
      readDataDocument(user, name, 'refreshed', now),
      readDataDocument(bundledDataFolder, name, 'bundled', now),
    ])
    if (refreshed && bundled) return isNewer(refreshed, bundled) ? refreshed : bundled
    return refreshed ?? bundled
  }
  return {
    names,
    async read<T>(name: string) {
      try {
        const document = await read(name)
        if (document) return document as ReferenceDocument<T> // the schema of that name has just said so
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        const way = error.message.startsWith(user)
          ? `; run 'scs-conformance data refresh ${name}', or delete the file`
          : ''
        throw new ProbeError('dependency', `${error.message}${way}`, { cause: error })
      }
      throw new ProbeError('dependency', `there is no reference data ${name}; name a folder with it by --data`)
    },
  }
}

/** Names of all kinds of data: each has a schema, `standards/data/NAME.schema.json`. */
export async function dataNames(folder: string = bundledDataFolder): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true })
  const suffix = '.schema.json'
  return entries
    .filter((entry) => entry.endsWith(suffix))
    .map((entry) => entry.slice(0, -suffix.length).replaceAll('\\', '/'))
    .toSorted()
}

function isNewer(one: DataHeader, other: DataHeader): boolean {
  if (one.reach !== other.reach) return one.reach > other.reach
  return one.collectedAt > other.collectedAt
}

/** Before anything is run, unlike with data that nobody has named. */
async function refuseUnusable(folder: string, names: readonly string[], now: Date): Promise<void> {
  if (!existsSync(folder)) throw new UsageError(`--data ${folder}: there is no such folder`)
  const found = await Promise.all(names.map((name) => readDataDocument(folder, name, 'given', now)))
  if (found.some((document) => document !== undefined)) return
  const there = await readdir(folder).catch(() => []) // a file, not a folder, holds nothing either
  const stem = basename(there.find((entry) => /\.(json|ya?ml)$/.test(entry)) ?? '').replace(/\.\w+$/, '')
  throw new UsageError(
    `--data ${folder}: holds no file of a name that is known${didYouMean(stem, names)}; there are ${names.map((name) => `${name}.json`).join(', ')}`,
  )
}
