import { ProbeError } from '../fact.ts'
import type { ReferenceData } from '../reference-data.ts'
import { bundledDataFolder } from '../reference-data.ts'
import { checkAgainst } from '../schema-check.ts'
import { UsageError } from '../usage-error.ts'
import { showPath, type SourceDocument } from '../yaml-document.ts'
import {
  headerOf,
  readDataDocument,
  readSchema,
  refuseFuture,
  type DataHeader,
  type ReferenceDocument,
} from './document.ts'
import { dayBefore, type RefreshKind } from './refresh-kind.ts'
import type { DataSource } from './sources.ts'

/** A document that was renewed and holds to its schema. */
export interface Renewed {
  readonly name: string
  readonly header: DataHeader
  /** Where it comes from, as the user named it. */
  readonly place: string
  /** JSON, ready to be written. */
  readonly text: string
}

/** How each kind is made from public documents; the others can only be taken over as a whole. */
const kinds: Readonly<Record<string, () => Promise<RefreshKind>>> = {
  'kubernetes-releases': async () => (await import('./kubernetes-releases-source.ts')).refreshKubernetesReleases,
  'kubernetes-cves': async () => (await import('./kubernetes-cves-source.ts')).refreshKubernetesCves,
  'openstack-series': async () => (await import('./openstack-series-source.ts')).refreshOpenStackSeries,
}

/** Whether a kind of data can be made anew from public documents. */
export function canBeMade(name: string): boolean {
  return Object.hasOwn(kinds, name)
}

/**
 * Renews one document from the first source that has it; undefined where none has. Nothing is written.
 * @throws ProbeError or UsageError in one sentence for whatever is wrong with a source.
 */
export async function renew(
  name: string,
  sources: readonly DataSource[],
  inUse: ReferenceData,
  now: Date,
): Promise<Renewed | undefined> {
  for (const source of sources) {
    const data = (await taken(name, source)) ?? (await made(name, source, inUse, now))
    if (data === undefined) continue
    const file = `${source.place}: ${name}`
    const document: SourceDocument = {
      file,
      digest: '',
      data,
      error: (path, wrong) => new UsageError(`${file}: ${showPath(path)}: ${wrong}`),
    }
    await checkAgainst(await readSchema(name), document)
    refuseFuture(document, now)
    return {
      name,
      header: headerOf(data),
      place: source.place,
      text: `${JSON.stringify(data, null, 1)}\n`,
    }
  }
  return undefined
}

/** A document of ours that the source has as a whole. */
async function taken(name: string, source: DataSource): Promise<unknown> {
  const bytes = await source.ready(name)
  return bytes && parse(bytes, 'ours', `${source.place}: ${name}`)
}

async function made(name: string, source: DataSource, inUse: ReferenceData, now: Date): Promise<unknown> {
  const kind = Object.hasOwn(kinds, name) ? await kinds[name]?.() : undefined
  if (!kind) return undefined
  let found = 0
  const read = async (url: string, as: 'json' | 'yaml') => {
    const bytes = await source.get(url)
    found++
    return parse(bytes, as, url)
  }
  try {
    const wholeUntil = source.isLive ? dayBefore(now.toISOString()) : undefined
    const { reach, sources, content } = await kind({ read, previous: await previousOf(name, inUse, now), wholeUntil })
    const format = `scs-conformance-${name}/1`
    return { format, collectedAt: now.toISOString().slice(0, 10), reach, sources, ...content }
  } catch (error) {
    // A copy that holds nothing of this kind is no failure: it may be of another one.
    if (!source.isLive && found === 0 && error instanceof ProbeError && error.kind === 'dependency') return undefined
    throw error
  }
}

/** Also where what was refreshed before is broken: to mend that, one refreshes again. */
async function previousOf(name: string, inUse: ReferenceData, now: Date): Promise<ReferenceDocument<unknown>> {
  const bundled = await readDataDocument(bundledDataFolder, name, 'bundled', now)
  return inUse.read(name).catch((error: unknown) => bundled ?? Promise.reject(error as Error))
}

async function parse(bytes: Uint8Array, as: 'json' | 'yaml' | 'ours', label: string): Promise<unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (as === 'json') return JSON.parse(text) as unknown
    const yaml = await import('yaml')
    // Else `release: 1.30` would be the number 1.3.
    return yaml.parse(text, { schema: as === 'yaml' ? 'failsafe' : 'core', logLevel: 'error' }) as unknown
  } catch (error) {
    const form = as === 'json' ? 'JSON' : 'YAML'
    throw new ProbeError(
      'malformed',
      `${label} is no ${form}, or breaks off; is it the document, or a page about it?`,
      { cause: error },
    )
  }
}
