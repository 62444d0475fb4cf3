import type { Content } from './content.ts'

/** Reads a document bit by bit. Both methods throw ProbeError malformed, with file and place. */
export interface Reader {
  write(bytes: Uint8Array): void
  end(): Content
}
