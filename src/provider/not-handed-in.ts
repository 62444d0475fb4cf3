import type { Finding } from '../check.ts'

/**
 * What is found where the provider handed in nothing to look at: that is for an attestation.
 * @param what that was not there, and by which key to name it: `no status page is handed in: name its API by statusPage`
 */
export function notHandedIn(what: string): Finding {
  const message = `${what} in the file of --provider (docs/provider-file.md), or have it attested`
  return { examined: [], violations: [], undecided: { kind: 'manual', message } }
}
