import { fact, ProbeError } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { tlsPlaces } from './facts.ts'

/** For how long a place tells browsers to come by https only (RFC 6797). */
export interface Hsts {
  readonly origin: string
  /** Seconds; 0 where it says nothing of the kind; null where it was not seen. */
  readonly seconds: number | null
}

/** Asks each place that speaks TLS for its root, without a token. Only good for a note, so what cannot be seen is null. */
export const hsts = fact<readonly Hsts[], { openstack: typeof openstack; tlsPlaces: typeof tlsPlaces }>({
  name: 'Strict-Transport-Security of public endpoints',
  needs: { openstack, tlsPlaces },
  cost: { reads: 5 },
  load: ({ openstack, tlsPlaces }, { signal }) =>
    Promise.all(
      tlsPlaces
        .filter(({ seen }) => seen.kind === 'tls')
        .map(async ({ origin }) => {
          try {
            const { headers } = await openstack.sendRaw({ url: `${origin}/`, method: 'GET' })
            return { origin, seconds: secondsIn(headers['strict-transport-security']) }
          } catch (error) {
            if (signal.aborted || !(error instanceof ProbeError)) throw error
            return { origin, seconds: null }
          }
        }),
    ),
})

function secondsIn(header: string | readonly string[] | undefined): number {
  return Number(/max-age\s*=\s*"?(\d+)/i.exec(String(header ?? ''))?.[1] ?? 0)
}
