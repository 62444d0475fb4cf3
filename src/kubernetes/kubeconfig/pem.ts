import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { whyUnreadable } from '../../why-unreadable.ts'
import type { Entry } from './files.ts'

const certificateLine = /^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/m
const keyLine = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/m

/** A certificate or key, and where it came from. */
export interface Pem {
  readonly text: string
  /** Absent where it stands in the kubeconfig. */
  readonly file?: string
}

/**
 * What `KEY-data` (base64, wins) or `KEY` (a path relative to the kubeconfig) gives, as PEM; undefined where neither is
 * set. What cannot be used is refused here: later it would look like a cluster that is not reached.
 */
export function readPem<T extends object>(
  entry: Entry<T>,
  key: Extract<keyof T, string>,
  data: Extract<keyof T, string>,
): Pem | undefined {
  const what = key === 'client-key' ? 'private key' : 'certificate'
  const line = key === 'client-key' ? keyLine : certificateLine
  const inline: unknown = entry.value[data]
  if (typeof inline === 'string' && inline !== '') {
    const text = Buffer.from(inline, 'base64').toString('utf8')
    if (line.test(text)) return { text }
    throw entry.error([data], `is not a ${what} in PEM, in base64`)
  }
  const named: unknown = entry.value[key]
  if (typeof named !== 'string' || named === '') return undefined
  const file = isAbsolute(named) ? named : join(entry.folder, named)
  const text = readOrRefuse(entry, key, file)
  if (line.test(text)) return { text, file }
  throw entry.error([key], `${file} is not PEM: there is no ${what} in it`)
}

/** Text of a file that a key of the kubeconfig names. */
export function readOrRefuse(entry: Entry<object>, key: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw entry.error([key], `${file} ${whyUnreadable(error)}`)
  }
}
