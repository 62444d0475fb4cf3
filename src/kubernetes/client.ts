import type { Wire } from '../wire.ts'

export { StatusError } from '../answer.ts'
export type { Wire } from '../wire.ts'

/** One call to the API server. */
export interface Call {
  /** GET if absent. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With the API group and a leading slash: `/api/v1/nodes`, `/apis/storage.k8s.io/v1/storageclasses`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** `application/json` if absent; a PATCH names its kind, such as `application/apply-patch+yaml` (server-side apply; JSON is YAML). */
  readonly contentType?: string
  /** Statuses beyond 2xx that are an answer, not an error. */
  readonly accept?: readonly number[]
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Parsed JSON; null where the body is empty. */
  readonly body: unknown
}

/** A cluster that we talk to as one user of a kubeconfig. Every method rejects with ProbeError only. */
export interface Kubernetes {
  /** Name of the context of the kubeconfig, or `in-cluster`. */
  readonly context: string
  /** URL of the API server. */
  readonly server: string
  /** Sends one call; statuses outside 2xx and `accept` reject (StatusError). */
  send(call: Call): Promise<Answer>
  /** Sends one call and checks the answer. */
  read<T>(call: Call, wire: Wire<T>): Promise<T>
  /**
   * All items of a collection, in pages (`limit`, `continue`), each checked against the wire of one item. Begins anew, once,
   * where a continue token has expired (410); endless listings reject.
   */
  list<T>(call: Call, item: Wire<T>): Promise<T[]>
  /**
   * Reads a text that comes bit by bit, such as the log of a pod with `follow=true`; `onText` gets it decoded, in order.
   * Resolves when the server ends it, rejects when it breaks off, the fact's deadline passes or the run ends.
   */
  stream(call: Call, onText: (text: string) => void): Promise<void>
  /** The same server without our credentials: status, headers and the body as text, whatever the status. */
  anonymous(call: Pick<Call, 'method' | 'path'>): Promise<{
    readonly status: number
    readonly headers: Answer['headers']
    readonly text: string
  }>
}
