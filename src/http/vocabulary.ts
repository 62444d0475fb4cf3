import type { CauseKind } from '../fact.ts'

/** What the settings of a subject are called, so that a message about a failed call ends with a way out its user knows. */
export interface Vocabulary {
  /** After "GET /x took longer than 60 s; ". */
  readonly slow: string
  /** What bounds the time of one call: ` (api_timeout)`; empty where nothing can be set. */
  readonly timeSetting: string
  /** After "the name h is not known to DNS; ". */
  readonly unknownName: string
  /** After "the TLS certificate of h is for other names (…); ". */
  readonly otherNames: string
  /** After "the TLS certificate of h is not signed by an authority known here; ". */
  readonly untrusted: string
  /** What may be asked for where no TLS connection comes about: `cert:, key:`. */
  readonly clientCertificate: string
  /** After "GET /x on h redirects to y, where our credentials are not sent; ". */
  readonly redirected: string
  /** What a status that is an error means and how to go on, with its own `, ` or `; `; empty where the answer says all. */
  readonly wayOut: (kind: CauseKind, status: number, reason: string) => string
}

/** Of clouds.yaml and Keystone. */
export const cloudWords: Vocabulary = {
  slow: 'raise api_timeout if the cloud is only slow',
  timeSetting: ' (api_timeout)',
  unknownName: 'check auth_url and the catalog',
  otherNames:
    'use one of them in auth_url or an endpoint override, or let the certificate be renewed with the right name',
  untrusted:
    'name its CA in cacert: (for those of the system e.g. /etc/ssl/certs/ca-certificates.crt), or, only to try, set verify: false',
  clientCertificate: 'cert:, key:',
  redirected: 'correct auth_url or the endpoint in the catalog, or set an endpoint_override',
  wayOut(kind, status) {
    if (status === 401)
      return ', also with a new token; do this service and Keystone know each other, and are their clocks right?'
    if (status === 429) return '; the cloud limits how often it may be called: run with a lower --concurrency'
    if (kind === 'quota') return '; the quota of this project is used up: free something or let it be raised'
    if (kind === 'forbidden') return '; the policy of this service does not let the user do that'
    if (status === 407) return '; the proxy wants a user and password: http://user:password@proxy:3128 in HTTPS_PROXY'
    if (status >= 500) return '; the service or what stands in front of it has a problem'
    return ''
  },
}
