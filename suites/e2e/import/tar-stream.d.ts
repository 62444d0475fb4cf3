// The part of tar-stream that is used here; the package brings no types.
declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream'

  interface Headers {
    readonly name: string
    readonly size?: number
    readonly type?: string | null
    readonly linkname?: string | null
  }

  /** A writable for the archive; an async iterator of its entries, each of which must be read to its end. */
  interface Extract extends Writable, AsyncIterable<Readable & { readonly header: Headers }> {}

  interface Pack extends Readable {
    entry(headers: Headers, content?: string | Buffer): void
    finalize(): void
  }

  export function extract(): Extract
  export function pack(): Pack
}
