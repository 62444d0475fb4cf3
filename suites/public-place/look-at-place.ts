import { ProbeError, type CauseKind } from '../../src/fact.ts'
import type { TlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import type { Place } from '../../src/provider/provider-file.ts'
import type { Web, Whereabouts } from '../../src/provider/web.ts'
import { lookAtTls, type SeenTls } from '../tls-profile/look-at-tls.ts'

interface Unobserved {
  readonly kind: 'unobserved'
  readonly cause: CauseKind
  readonly message: string
}

/** What somebody who comes by, and is known to nobody, sees of a place. */
export interface PlaceSeen {
  readonly url: string
  readonly whereabouts: Whereabouts | Unobserved
  /** The answer to a GET without token, by the usual authorities. */
  readonly answer:
    | { readonly kind: 'answered'; readonly status: number; readonly mediaType: string; readonly url: string }
    | Unobserved
  readonly tls: SeenTls | { readonly kind: 'plain http' }
}

/**
 * Looks at a place as the public does: without the token and the authorities that its provider has named. Some dozens of TLS
 * handshakes, one GET. What could not be seen of one side does not hide the others.
 */
export async function lookAtPlace(
  web: Web,
  { url }: Pick<Place, 'url'>,
  { path, accept }: { readonly path?: string; readonly accept?: string },
  suites: TlsCipherSuites,
  signal: AbortSignal,
): Promise<PlaceSeen> {
  const unlessUnseen = async <T>(looking: Promise<T>): Promise<T | Unobserved> => {
    try {
      return await looking
    } catch (error) {
      if (signal.aborted || !(error instanceof ProbeError)) throw error
      return { kind: 'unobserved', cause: error.kind, message: error.message }
    }
  }
  const whereabouts = await unlessUnseen(web.whereabouts(url))
  const options = { ...(path === undefined ? {} : { path }), ...(accept === undefined ? {} : { accept }) }
  // Of a place that is not public it can still be told whether it wants a login.
  const publicOnly = whereabouts.kind === 'public'
  const answer = await unlessUnseen(
    web.get({ url }, { ...options, publicOnly }).then(({ status, headers, url }) => {
      const mediaType = String(headers['content-type'] ?? '')
        .replace(/\s*;.*/s, '')
        .toLowerCase()
      return { kind: 'answered' as const, status, mediaType, url }
    }),
  )
  const { protocol, origin } = new URL(url)
  const isProxied = () => whereabouts.kind === 'proxied'
  const tls =
    protocol === 'https:'
      ? await lookAtTls(origin, suites, { tls: {}, isProxied }, signal)
      : { kind: 'plain http' as const }
  return { url, whereabouts, answer, tls }
}
