import type { Wire } from '../wire.ts'
import type { CatalogService } from './resources.ts'

export { StatusError } from '../answer.ts'
export type { Wire } from '../wire.ts'

/** One call to one service. */
export interface Call {
  /** Service type, official name or alias (os-service-types): `compute`, `block-storage`. */
  readonly service: string
  /** GET if absent. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the service's versioned endpoint, with a leading slash: `/flavors/detail`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent if the service can do it; the newest it can do below that otherwise: `2.61`. */
  readonly microversion?: string
  /** Statuses beyond 2xx that are an answer, not an error. */
  readonly accept?: readonly number[]
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Parsed JSON; null where the body is empty. */
  readonly body: unknown
}

/** A cloud we are authenticated with. Every method rejects with ProbeError only. */
export interface OpenStack {
  /** Who we are, by the token. */
  readonly identity: {
    readonly userId: string
    /** By name, and with the domain that it belongs to, where that is told. */
    readonly user?: { readonly name: string; readonly domainId: string | null }
    readonly project?: { readonly name: string; readonly domainId: string | null } | null
    readonly projectId: string | null
    /** Where the token is for a domain as such, as that of a domain manager is. */
    readonly domain?: { readonly id: string; readonly name: string } | null
    readonly roles: readonly string[]
  }
  readonly catalog: readonly CatalogService[]
  /** URL of the service's endpoint as the catalog (or an override) has it, for our region and interface. ProbeError `dependency` where there is none. */
  endpoint(service: string): string
  /** Sends one call; statuses outside 2xx and `accept` reject. */
  send(call: Call): Promise<Answer>
  /** Sends one call and checks the answer. */
  read<T>(call: Call, wire: Wire<T>): Promise<T>
  /** Follows markers or links to the end; `items` picks the page's elements. Endless or repeating pages reject. */
  list<P, T>(call: Call, wire: Wire<P>, items: (page: P) => readonly T[]): Promise<T[]>
  /** A call to an absolute URL without our token (S3, version documents): status, headers and the body as text. */
  sendRaw(request: {
    readonly url: string
    readonly method: string
    readonly headers?: Readonly<Record<string, string>>
    /** Sent as it is. */
    readonly body?: string
  }): Promise<{ readonly status: number; readonly headers: Answer['headers']; readonly text: string }>
}
