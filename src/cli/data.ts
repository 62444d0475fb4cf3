import { didYouMean } from '../did-you-mean.ts'
import { ProbeError } from '../fact.ts'
import { openHttp } from '../http.ts'
import { proxiesIn } from '../http/proxy.ts'
import type { DataListOptions, DataRefreshOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { openReferenceData, userDataFolder, type ReferenceData } from '../reference-data.ts'
import { readSchema } from '../reference-data/document.ts'
import { install } from '../reference-data/install.ts'
import { canBeMade, renew } from '../reference-data/refresh.ts'
import { copyAt, mostBytes, publicSources, type DataSource } from '../reference-data/sources.ts'
import { UsageError } from '../usage-error.ts'
import { onInterrupt } from './interrupt.ts'
import { oneLine } from './one-line.ts'
import { table } from './table.ts'

type Row = Readonly<Record<string, string | number | null>>

/** `data list`: the data that is in use, how far it reaches and for how long it decides. Contacts nothing. */
export async function dataList({ data: folder, json }: DataListOptions): Promise<number> {
  const now = new Date()
  const data = await openReferenceData({ ...(folder === undefined ? {} : { folder }), environment: process.env, now })
  const rows = await Promise.all(data.names.map((name) => rowOf(name, data, now)))
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
    return 0
  }
  const columns = ['name', 'origin', 'collected', 'reach', 'age', 'fresh for', 'state'] as const
  const cells = rows.map((row) => columns.map((column) => shown(column, row[column] ?? null)))
  process.stdout.write(table([columns.map((column) => column.toUpperCase()), ...cells]))
  return 0
}

async function rowOf(name: string, data: ReferenceData, now: Date): Promise<Row> {
  const { title } = await readSchema(name)
  try {
    const { origin, collectedAt, reach, freshForDays, digest } = await data.read(name)
    const sinceMs = now.getTime() - Date.parse(`${reach}T00:00:00Z`)
    const age = Math.max(0, Math.floor(sinceMs / dayMs))
    // The day it reaches is whole, so the period begins with its end.
    const isFresh = freshForDays === null || sinceMs - dayMs <= freshForDays * dayMs
    const state = isFresh ? 'fresh' : 'too old to decide'
    return { name, origin, collected: collectedAt, reach, age, 'fresh for': freshForDays, state, title, digest }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const unknown = { origin: null, collected: null, reach: null, age: null, 'fresh for': null }
    return { name, ...unknown, state: `unusable: ${oneLine(error.message)}`, title, digest: null }
  }
}

function shown(column: string, value: string | number | null): string {
  if (value === null) return column === 'fresh for' ? 'always' : '-'
  return typeof value === 'number' ? `${value} day${value === 1 ? '' : 's'}` : value
}

const dayMs = 86_400_000
/** For all that one call fetches; a copy of each document is a matter of seconds. */
const wholeMs = 300_000

/**
 * `data refresh`: renews data from the public sources, or from copies of them. With `run` and its kin nothing but the subject is
 * contacted; this is the one command that asks others, and only when it is called.
 */
export async function dataRefresh(
  names: readonly string[],
  { from, output }: DataRefreshOptions,
  redactor: Redactor,
): Promise<number> {
  const now = new Date()
  const inUse = await openReferenceData({ environment: process.env, now })
  refuseUnknown(names, inUse.names, from !== undefined)
  const interrupt = onInterrupt()
  const late = AbortSignal.timeout(wholeMs)
  const signal = AbortSignal.any([interrupt.signal, late])
  const http = openHttp({
    redactor,
    proxies: proxiesIn(process.env, redactor),
    timeoutMs: 60_000,
    maxBodyBytes: mostBytes,
    concurrency: 4,
    signal,
  })
  const say = (line: string) => process.stderr.write(`${oneLine(redactor.redact(line))}\n`)
  try {
    const sources = from ? await Promise.all(from.map((place) => copyAt(place, http))) : [publicSources(http)]
    const wanted = names.length > 0 ? names : inUse.names.filter((name) => from !== undefined || canBeMade(name))
    const outcomes = await Promise.all(wanted.map((name) => refreshOne(name, sources, inUse, now, output)))
    for (const { line, isBad } of outcomes) if (line !== undefined && isBad) say(`scs-conformance: ${line}`)
    for (const { line, isBad } of outcomes)
      if (line !== undefined && !isBad) process.stdout.write(`${oneLine(redactor.redact(line))}\n`)
    if (interrupt.happened) return 130
    if (outcomes.every(({ line }) => line === undefined)) {
      throw new UsageError(
        `--from ${from?.join(', ')}: holds none of ${wanted.join(', ')}, nor the public documents that they are made of`,
      )
    }
    const isMissing = names.length > 0 && outcomes.some(({ line }) => line === undefined)
    if (isMissing)
      say(
        `scs-conformance: ${names.filter((_, index) => outcomes[index]?.line === undefined).join(', ')}: not found there`,
      )
    return isMissing || outcomes.some(({ isBad }) => isBad) ? 2 : 0
  } finally {
    await http.close()
    interrupt.release()
  }
}

interface RefreshOutcome {
  /** Undefined where no source has it. */
  readonly line?: string
  readonly isBad: boolean
}

/** One that fails takes the others not with it. */
async function refreshOne(
  name: string,
  sources: readonly DataSource[],
  inUse: ReferenceData,
  now: Date,
  output: string | undefined,
): Promise<RefreshOutcome> {
  try {
    const renewed = await renew(name, sources, inUse, now)
    if (!renewed) return { isBad: false }
    const { header, place, text } = renewed
    if (output === undefined) {
      const before = await inUse.read(name).catch(() => undefined)
      if (before && before.reach > header.reach) {
        const older = `what ${place} has reaches ${header.reach} and is older than what is in use (${before.reach})`
        return { isBad: true, line: `${name}: ${older}; to use it all the same, name it by --data` }
      }
    }
    const path = install(output ?? userDataFolder(process.env), name, text)
    return { isBad: false, line: `${name} from ${place}, whole until ${header.reach}: wrote ${path}` }
  } catch (error) {
    if (!(error instanceof ProbeError || error instanceof UsageError)) throw error
    return { isBad: true, line: `${name}: not renewed: ${error.message}` }
  }
}

function refuseUnknown(names: readonly string[], known: readonly string[], fromCopies: boolean): void {
  for (const name of names) {
    if (!known.includes(name)) {
      throw new UsageError(
        `there is no data ${JSON.stringify(name)}${didYouMean(name, known)}; there are ${known.join(', ')}`,
      )
    }
    if (!fromCopies && !canBeMade(name)) {
      throw new UsageError(`${name}: cannot be made from public sources; take it from a file by --from`)
    }
  }
}
