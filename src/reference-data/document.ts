import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledFolder } from '../bundled-data.ts'
import { checkAgainst } from '../schema-check.ts'
import { digestOf, readYaml, type SourceDocument } from '../yaml-document.ts'

/** `bundled` with this package, `refreshed` by `data refresh`, `given` by `--data`. */
export type DataOrigin = 'bundled' | 'refreshed' | 'given'

/** What every document of reference data says of itself. */
export interface DataHeader {
  /** YYYY-MM-DD */
  readonly collectedAt: string
  /** YYYY-MM-DD: whatever was published up to the end of that day (UTC) is in it. */
  readonly reach: string
  readonly sources: readonly string[]
}

/**
 * A dated document about the world that checks judge by: releases, CVEs. Bundled, and replaceable as a whole, never in part.
 * Plain JSON, so that what was judged by is recorded with the rest.
 */
export interface ReferenceDocument<T> extends DataHeader {
  /** File name without its ending: `kubernetes-releases`. */
  readonly name: string
  readonly origin: DataOrigin
  /** `sha256:` and the hex digest of the file. */
  readonly digest: string
  /** Days after `reach` until which it decides; null where it does not age. */
  readonly freshForDays: number | null
  readonly content: T
}

/** A JSON Schema that also says how its documents age. */
export interface DataSchema {
  readonly title: string
  /** Absent where such data does not age. */
  readonly freshForDays?: number
}

/**
 * Reads `NAME.json`, `NAME.yaml` or `NAME.yml` of a folder; undefined where there is none.
 * @throws UsageError for what does not fit its schema or is dated in the future.
 */
export async function readDataDocument(
  folder: string,
  name: string,
  origin: DataOrigin,
  now: Date,
): Promise<ReferenceDocument<unknown> | undefined> {
  const file = ['json', 'yaml', 'yml']
    .map((ending) => join(folder, `${name}.${ending}`))
    .find((path) => existsSync(path))
  if (file === undefined) return undefined
  const schema = await readSchema(name)
  const source = origin === 'bundled' ? await readBundled(file) : await readChecked(file, schema)
  refuseFuture(source, now)
  const { freshForDays = null } = schema
  return { name, origin, digest: source.digest, ...headerOf(source.data), freshForDays, content: source.data }
}

/** The header of a document that holds to its schema; what tells no reach reaches to the day of its collection. */
export function headerOf(data: unknown): DataHeader {
  const { collectedAt, reach = collectedAt, sources } = data as Omit<DataHeader, 'reach'> & { readonly reach?: string }
  return { collectedAt, reach, sources }
}

/** The schema that documents of this name are held against. */
export async function readSchema(name: string): Promise<DataSchema> {
  return JSON.parse(await readFile(join(bundledFolder, 'data', `${name}.schema.json`), 'utf8')) as DataSchema
}

async function readChecked(file: string, schema: object): Promise<SourceDocument> {
  const document = await readYaml(file)
  await checkAgainst(schema, document)
  return document
}

/** The tests hold what is bundled against its schema: neither a YAML parser nor ajv has to be loaded for it. */
async function readBundled(file: string): Promise<SourceDocument> {
  if (!file.endsWith('.json')) return readYaml(file)
  const bytes = await readFile(file)
  const error = (_: unknown, wrong: string) => new Error(`${file}: ${wrong}`)
  return { file, digest: digestOf(bytes), data: JSON.parse(bytes.toString('utf8')) as unknown, error } as SourceDocument
}

/** UsageError for a document dated in the future; a day more than today is let through, as clocks and time zones differ. */
export function refuseFuture(source: SourceDocument, now: Date): void {
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  for (const key of ['collectedAt', 'reach'] as const) {
    const day = (source.data as Partial<DataHeader>)[key]
    if (day !== undefined && day > tomorrow) {
      throw source.error([key], `${day} is still to come; is the clock of this machine right?`)
    }
  }
}
