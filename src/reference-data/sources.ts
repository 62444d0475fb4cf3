import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ProbeError } from '../fact.ts'
import type { Http } from '../http.ts'
import { UsageError } from '../usage-error.ts'

/** Where `data refresh` finds documents. */
export interface DataSource {
  /** As the user named it; `the public sources` where nothing was named. */
  readonly place: string
  /** What it has is today's; a copy may be of any age. */
  readonly isLive: boolean
  /** A whole document of ours by its name; undefined where there is none. Rejects with ProbeError or UsageError. */
  ready(name: string): Promise<Uint8Array | undefined>
  /** What the public has under this URL. Rejects with ProbeError or UsageError. */
  get(url: string): Promise<Uint8Array>
}

/** The public sources themselves. */
export function publicSources(http: Http): DataSource {
  return {
    place: 'the public sources',
    isLive: true,
    ready: () => Promise.resolve(undefined),
    get: async (url) => (await fetchBytes(http, url)) ?? nothingAt(url),
  }
}

/**
 * A copy: `NAME.json` as `data refresh --output` writes it, or the public documents, each under its host and path as
 * `wget -x` lays them: `raw.githubusercontent.com/kubernetes/website/…`. A URL, a folder, or the file of one document.
 * @throws UsageError for what is none of these.
 */
export async function copyAt(place: string, http: Http): Promise<DataSource> {
  const read = await readerOf(place, http)
  const ready = async (name: string) => {
    for (const ending of ['json', 'yaml', 'yml']) {
      const bytes = await read(`${name}.${ending}`)
      if (bytes) return bytes
    }
    return undefined
  }
  const get = async (url: string) => (await read(url.replace(/^https:\/\//, ''))) ?? nothingAt(url, place)
  return { place, isLive: false, ready, get }
}

type Reader = (path: string) => Promise<Uint8Array | undefined>

async function readerOf(place: string, http: Http): Promise<Reader> {
  if (/^https?:\/\//i.test(place)) {
    const url = URL.parse(place)
    if (!url || url.username !== '' || url.password !== '') {
      throw new UsageError('--from: is no URL such as https://mirror.example/data, without user and password')
    }
    return (path) => fetchBytes(http, `${place.replace(/\/+$/, '')}/${path}`)
  }
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new UsageError(`--from ${place}: there is no such file or folder`)
  if (found.isDirectory()) return (path) => readIfThere(join(place, path))
  return (path) => (place.endsWith(`/${path}`) || place === path ? readIfThere(place) : Promise.resolve(undefined))
}

/** Undefined for 404. Nothing is followed to another place: who moved asks to be named anew. */
async function fetchBytes(http: Http, url: string): Promise<Uint8Array | undefined> {
  const { status, headers, body } = await send(http, url)
  if (status === 200) return body
  if (status === 404) return undefined
  const to = typeof headers.location === 'string' ? ` to ${URL.parse(headers.location, url)?.origin ?? 'no URL'}` : ''
  const what = status >= 300 && status < 400 ? `redirects${to}, which is not followed` : `was answered with ${status}`
  throw new ProbeError('unreachable', `${url} ${what}; try again later, or name a copy by --from`)
}

/** HTTP's own ways out speak of clouds; here there is another one. */
async function send(http: Http, url: string): ReturnType<Http['send']> {
  try {
    return await http.send({ url, headers: { 'user-agent': 'scs-conformance', accept: '*/*' } })
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const [why = ''] = error.message.split('; ')
    throw new ProbeError(error.kind, `${url} could not be fetched (${why}); name a copy by --from`, { cause: error })
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(file)
    if (size > mostBytes)
      throw new UsageError(
        `${file}: is larger than ${mostBytes / 2 ** 20} MiB, so it is hardly the file that was meant`,
      )
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file}: cannot be read (${code ?? String(error)})`, { cause: error })
  }
}

/** The largest public document, a hundred release notes, has about 10 MiB. */
export const mostBytes = 32 * 2 ** 20

function nothingAt(url: string, place?: string): never {
  throw new ProbeError(
    'dependency',
    place === undefined ? `there is nothing at ${url}` : `${place} has no copy of ${url}`,
  )
}
