import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { othersMayRead } from '../others-may-read.ts'
import { UsageError } from '../usage-error.ts'
import { whyUnreadable } from '../why-unreadable.ts'

/** What a server with TLS shows, in PEM. */
export interface Tls {
  readonly cert: string
  readonly key: string
}

/**
 * Reads --tls-certificate, with the chain to its CA, and --tls-key; undefined where neither is named.
 * @throws UsageError where they cannot be used, or others may read the key
 */
export function readTls(certificate: string | undefined, key: string | undefined): Tls | undefined {
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined || key === undefined) {
    throw new UsageError('--tls-certificate and --tls-key go together: name both')
  }
  const tls = { cert: readText('--tls-certificate', certificate), key: readText('--tls-key', key) }
  if (othersMayRead(statSync(key))) throw new UsageError(`--tls-key ${key}: others may read it; chmod 600 it`)
  try {
    createSecureContext(tls)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--tls-certificate ${certificate}, --tls-key ${key}: cannot be used (${said})`, {
      cause: error,
    })
  }
  return tls
}

function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${option} ${file}: ${whyUnreadable(error)}`, { cause: error })
  }
}
