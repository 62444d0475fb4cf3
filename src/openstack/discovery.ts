import { ProbeError } from '../fact.ts'
import type { Http } from '../http.ts'
import { follow } from '../http/redirect.ts'
import { isRecord, jsonOf } from '../answer.ts'
import type { Endpoint } from './endpoints.ts'

/** One entry of a version document. */
export interface ApiVersion {
  /** `v2.1`, `v3.14` */
  readonly id: string
  readonly status: string
  readonly href: string
  /** Newest microversion, where the service has them: `2.93`. */
  readonly maxMicroversion: string | undefined
}

/**
 * Reads a version document. Each service has its own shape: `{versions: [...]}`, `{versions: {values: [...]}}` (Keystone),
 * `{version: {...}}` (one version's own page), `{v1: {...}}` (old Barbican); 300 Multiple Choices is an answer like 200.
 * Empty where the answer is another status: nothing is offered there.
 */
export async function readVersions(http: Http, url: string): Promise<readonly ApiVersion[]> {
  const response = await follow(http, { url, headers: { accept: 'application/json' } })
  if (response.status !== 200 && response.status !== 300) return []
  return versionsIn(jsonOf(`GET ${new URL(url).pathname}`, response), url)
}

/** What a version document says, whatever its shape; empty for what is none. */
export function versionsIn(document: unknown, url: string): readonly ApiVersion[] {
  return entriesIn(document).flatMap((entry) => versionOf(entry, url))
}

function entriesIn(document: unknown): readonly unknown[] {
  if (!isRecord(document)) return []
  const { versions, version } = document
  if (Array.isArray(versions)) return versions
  if (isRecord(versions) && Array.isArray(versions['values'])) return versions['values']
  return version === undefined ? Object.values(document) : [version]
}

function versionOf(entry: unknown, documentUrl: string): ApiVersion[] {
  if (!isRecord(entry)) return []
  const { id, status = 'CURRENT', links, version, max_version: maxVersion } = entry
  if (typeof id !== 'string' || typeof status !== 'string') return []
  const link: unknown = Array.isArray(links) ? links.find((one) => isRecord(one) && one['rel'] === 'self') : undefined
  const href =
    isRecord(link) && typeof link['href'] === 'string' ? link['href'] : `${documentUrl.replace(/\/+$/, '')}/${id}`
  const newest = [maxVersion, version].find((one) => typeof one === 'string' && one !== '')
  return [
    {
      id,
      status,
      href: asSeenFromOutside(href, documentUrl),
      maxMicroversion: typeof newest === 'string' ? newest : undefined,
    },
  ]
}

/**
 * Services behind a proxy often name themselves by an internal host or without the prefix they are mounted at. As in
 * keystoneauth, scheme and host stay those of the document, and where host or prefix differ only the version is taken.
 */
export function asSeenFromOutside(href: string, documentUrl: string): string {
  const document = new URL(documentUrl)
  const named = new URL(href, documentUrl.endsWith('/') ? documentUrl : `${documentUrl}/`)
  const version = named.pathname.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const prefix = document.pathname.replace(/\/+$/, '')
  if (named.host === document.host && named.pathname.startsWith(`${prefix}/`)) {
    return `${document.origin}${named.pathname.replace(/\/+$/, '')}`
  }
  return `${document.origin}${prefix.endsWith(`/${version}`) ? prefix : `${prefix}/${version}`}`
}

/** The newest version with this major number that is in use. */
export function pickVersion(versions: readonly ApiVersion[], major: number): ApiVersion | undefined {
  const fitting = versions.filter(
    ({ id, status }) => majorOf(id) === major && !/^(deleted|dead|unsupported)$/i.test(status),
  )
  return fitting.toSorted((a, b) => minorOf(b.id) - minorOf(a.id))[0]
}

/** Where Keystone's v3 is, by the version document at auth_url; ProbeError unreachable where there is none. */
export async function identityUrl(http: Http, authUrl: string): Promise<string> {
  const root = authUrl.replace(/\/v\d[\d.]*$/, '')
  const version = pickVersion(await readVersions(http, `${root}/`), 3)
  if (version) return version.href.replace(/\/+$/, '')
  throw new ProbeError('unreachable', `${authUrl} offers no Identity API v3; check auth_url`)
}

function majorOf(id: string): number {
  return Number(/^v(\d+)/.exec(id)?.[1] ?? Number.NaN)
}

function minorOf(id: string): number {
  return Number(/^v\d+\.(\d+)/.exec(id)?.[1] ?? 0)
}

/**
 * The endpoint by the service's version document, where the guess at it seemed wrong; without such a document the guess
 * stays. ProbeError unreachable where the document offers no version that we speak.
 */
export async function discoveredEndpoint(http: Http, endpoint: Endpoint): Promise<Endpoint> {
  const { root, major, suffix } = endpoint
  if (major === undefined) return { ...endpoint, guessed: false }
  const versions = await readVersions(http, root)
  const version = pickVersion(versions, major)
  if (version) return { ...endpoint, versioned: `${version.href.replace(/\/+$/, '')}${suffix}`, guessed: false }
  if (versions.length === 0) return { ...endpoint, guessed: false }
  const there = versions.map(({ id }) => id).join(', ')
  throw new ProbeError('unreachable', `${root} offers API versions ${there}, and we need v${major}; check the catalog`)
}
