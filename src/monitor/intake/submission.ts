import { whyNotSignedBy } from '../../evidence/ssh-signature.ts'
import { atMost } from '../at-most.ts'
import { delegatedTo, publicKeysOf, whyNotAppend, type Account } from '../accounts/account.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { Scope } from '../../scope.ts'
import { splitBody } from './body.ts'
import { keep, type Kept } from './keep.ts'
import type { Reader } from './reader.ts'
import type { ContentType, ReadSubmission, ReceivedReport } from './received.ts'

/** Namespaces of signatures: over reports, and over the manifest of a bundle. */
const reportNamespace = 'report'
const bundleNamespace = 'scs-conformance-bundle'

/** How far the clock of whoever judged may be ahead of ours. */
const mostAheadMs = 5 * 60_000

/** Takes what an account has posted: all of it, or a Refusal. */
export type Take = (account: Account, type: ContentType, body: Buffer) => Promise<readonly Kept[]>

/** @param now milliseconds */
export function intake(
  database: Database,
  reader: Reader,
  scopes: ReadonlyMap<string, Scope>,
  now: () => number = Date.now,
): Take {
  const verifying = atMost(4, 200)

  async function checkSignature(account: Account, bytes: Uint8Array, signature: string, namespace: string) {
    const keys = await publicKeysOf(database, account.name)
    const authorized = keys.map(({ type, key }) => `${type} ${key}`)
    const why = await verifying(() => whyNotSignedBy(authorized, bytes, signature, namespace))
    if (why !== undefined) throw new Refusal(401, `signature not verified with a key of ${account.name}: ${why}`)
  }

  /** A signature is verified before anything that it covers is read, wherever it can be. */
  async function readSigned(account: Account, type: ContentType, body: Buffer): Promise<Signed> {
    if (type !== 'application/zip') {
      const { signature, bytes } = splitBody(body)
      await checkSignature(account, bytes, signature, reportNamespace)
      return { signature, bytes, ...(await reader.read(type, bytes)) }
    }
    const read = await reader.read(type, body)
    const { bytes = new Uint8Array(), signature } = read.manifest ?? {}
    if (signature === undefined) throw new Refusal(401, 'missing signature: sign the bundle first')
    await checkSignature(account, bytes, signature, bundleNamespace)
    return { signature: null, bytes: body, ...read }
  }

  return async (account, type, body) => {
    const { signature, bytes, reports } = await readSigned(account, type, body)
    const others = [...new Set(reports.map(({ subject }) => subject))].filter((subject) => subject !== account.name)
    const delegated = await delegatedTo(database, account.name, others)
    for (const { subject } of reports) {
      const why = whyNotAppend(account, subject, delegated)
      if (why !== undefined) throw new Refusal(401, why)
    }
    for (const report of reports) checkClock(report, now())
    const posted = { receivedAt: new Date(now()), account: account.name, type, signature, bytes }
    return keep(database, posted, reports, scopes)
  }
}

interface Signed extends ReadSubmission {
  readonly signature: string | null
  readonly bytes: Uint8Array
}

/** A result from the future would be the newest one until then, whatever comes in. */
function checkClock({ uuid, checkedAt, results }: ReceivedReport, now: number): void {
  const latest = [checkedAt, ...results.map((one) => one.checkedAt)].toSorted().at(-1) ?? checkedAt
  const aheadS = Math.round((Date.parse(latest) - now) / 1000)
  if (aheadS * 1000 <= mostAheadMs) return
  throw new Refusal(
    422,
    `report ${uuid} was made ${aheadS} s in the future (${latest}); set the clock of the machine that judges`,
  )
}
