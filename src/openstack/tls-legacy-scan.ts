import { randomBytes } from 'node:crypto'
import { ProbeError, type CauseKind } from '../fact.ts'
import { tlsAddress } from './tls-address.ts'
import type { TlsCipherSuites } from './tls-cipher-suites.ts'
import { encodeClientHello, type HelloVersion } from './tls-hello.ts'
import { offerRaw } from './tls-raw-offer.ts'
import type { TlsScan } from './tls-scan.ts'
import { readServerAnswer } from './tls-server-hello.ts'
import { encodeSsl2Hello, readSsl2Answer } from './tls-ssl2.ts'

/** Every version there ever was. */
export type LegacyVersion = 'SSLv2' | HelloVersion

/** What a server took of an offer that OpenSSL cannot make. */
export interface LegacyPick {
  readonly version: LegacyVersion
  /** Name of IANA; of a draft or a vendor where IANA has none. */
  readonly suite: string
}

/** All that a server was seen to accept of what OpenSSL here cannot offer: SSL 2 and 3, RC4, DES, export ciphers and more. */
export interface LegacyScan {
  readonly picks: readonly LegacyPick[]
  /** It may accept more: the offers ended before it refused one. */
  readonly hasMore: boolean
  /** Versions with which it could not be seen whether it accepts more. */
  readonly unseen: readonly { readonly version: LegacyVersion; readonly kind: CauseKind; readonly message: string }[]
  readonly connections: number
}

/** How connections are made; tests put others in. */
export interface LegacyMeans {
  /** Whether a server that hangs up still accepts what it accepted before; false where it never accepted anything. */
  readonly isWell: () => Promise<boolean>
  readonly offer?: typeof offerRaw
}

/** So that a hello of SSL 3 stays below the 256 bytes that some servers trip over. */
const mostSuites = 100
/** Of one version: whoever accepts this many is judged already. */
const mostPicks = 10
/** A server that does not answer these takes ten seconds for each that it is asked. */
const mostTimeouts = 2

interface Attempt {
  readonly version: HelloVersion
  /** Names by numbers. */
  readonly suites: ReadonlyMap<number, string>
}

/**
 * Offers a server, straight to its host, in ClientHellos of our own what OpenSSL cannot offer: for each version the suites that
 * it lacks, and all suites for a version that it lacks. What the server picks is left out of the next offer, until it refuses.
 * No handshake is finished, and nothing is sent in it. An alert is a refusal; so is hanging up, where it does so twice, and is
 * well in between; so is a suite that was not offered. A version with which it does not answer, or not by TLS, is unseen; the
 * others are still looked at. A server without flaw takes about a dozen connections, any other at most ten more for each version. Rejects with the
 * signal's reason alone.
 */
export async function scanLegacy(
  url: string,
  names: TlsCipherSuites,
  known: { readonly suites: ReadonlySet<number>; readonly notOffered: TlsScan['notOffered'] },
  signal: AbortSignal,
  { isWell, offer = offerRaw }: LegacyMeans,
): Promise<LegacyScan> {
  const picks: LegacyPick[] = []
  const unseen: LegacyScan['unseen'][number][] = []
  const { serverName } = tlsAddress(url)
  let connections = 0
  let hasMore = false

  /** Undefined where the server wants nothing of it. */
  async function ask<T extends { readonly kind: string }>(send: () => Promise<T>): Promise<T | undefined> {
    connections++
    const answer = await send()
    if (answer.kind !== 'closed' && !isTrouble(answer)) return answer
    connections++
    if (!(await isWell()))
      throw new ProbeError('unreachable', `${url} hangs up in TLS handshakes, and takes no good one in between`)
    connections++
    return send()
  }

  async function enumerate({ version, suites }: Attempt): Promise<void> {
    const left = new Map(suites)
    while (left.size > 0) {
      const hello = encodeClientHello({ version, suites: [...left.keys()], serverName, random: randomBytes(32) })
      const answer = await ask(() => offer(url, hello, readServerAnswer, signal))
      if (answer?.kind !== 'hello') return
      const suite = left.get(answer.suite)
      if (suite === undefined) return
      if (isNewer(answer.version, version))
        throw new ProbeError('malformed', `${url} answered an offer of ${version} with ${answer.version}`)
      left.delete(answer.suite)
      if (!picks.some((one) => one.version === answer.version && one.suite === suite))
        picks.push({ version: answer.version, suite })
      if (answer.version !== version) return // an older one has offers of its own
      if (picks.filter((one) => one.version === version).length < mostPicks) continue
      hasMore = true
      return
    }
  }

  async function lookAtSsl2(): Promise<void> {
    const kinds = numbered(names.ssl2)
    const hello = encodeSsl2Hello([...kinds.keys()], randomBytes(16))
    const answer = await ask(() => offer(url, hello, readSsl2Answer, signal))
    if (answer?.kind !== 'hello') return
    const common = answer.kinds.flatMap((kind) => kinds.get(kind) ?? [])
    picks.push(...[...new Set(common)].map((suite) => ({ version: 'SSLv2', suite }) as const))
  }

  const attempts: readonly (readonly [LegacyVersion, () => Promise<void>])[] = [
    ...attemptsFor(names, known).map((attempt) => [attempt.version, () => enumerate(attempt)] as const),
    ['SSLv2', lookAtSsl2],
  ]
  for (const [version, attempt] of attempts) {
    const silent = unseen.filter(({ kind }) => kind === 'timeout')
    const seenBefore = unseen.find((one) => one.version === version) ?? silent[mostTimeouts - 1]
    if (seenBefore) {
      if (seenBefore.version !== version) unseen.push({ ...seenBefore, version })
      continue
    }
    try {
      await attempt()
    } catch (error) {
      if (signal.aborted || !(error instanceof ProbeError)) throw error
      unseen.push({ version, kind: error.kind, message: `${error.message} (${version}, offered by ourselves)` })
    }
  }
  return { picks, hasMore, unseen, connections }
}

const byAge = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
const isNewer = (one: HelloVersion, other: HelloVersion) => byAge.indexOf(one) > byAge.indexOf(other)

/** internal_error is as much that of a server in trouble as of one that does not want the offer. */
function isTrouble(answer: { readonly kind: string; readonly description?: number }): boolean {
  return answer.kind === 'alert' && answer.description === 80
}

/** Suites whose hash or mode of operation came with TLS 1.2 are not offered with less (RFC 5246 A.5, RFC 5288). */
const isOlderThan12 = (name: string) => /_(SHA|MD5|IMIT|GOSTR3411)$/.test(name)

function attemptsFor(
  names: TlsCipherSuites,
  known: { readonly suites: ReadonlySet<number>; readonly notOffered: readonly string[] },
): readonly Attempt[] {
  const of12 = [...numbered(names.old), ...numbered(names.unregistered)]
  const before = of12.filter(([, name]) => isOlderThan12(name))
  const lists = {
    SSLv3: before,
    TLSv1: before,
    'TLSv1.1': before,
    'TLSv1.2': of12,
    'TLSv1.3': [...numbered(names.new)],
  }
  return byAge.toReversed().flatMap((version) => {
    const isLacking = version === 'SSLv3' || known.notOffered.includes(version)
    const suites = lists[version].filter(([number]) => isLacking || !known.suites.has(number))
    const parts = Array.from({ length: Math.ceil(suites.length / mostSuites) }, (_, index) =>
      suites.slice(index * mostSuites, (index + 1) * mostSuites),
    )
    return parts.map((part) => ({ version, suites: new Map(part) }))
  })
}

function numbered(names: Readonly<Record<string, string>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(names).map(([hex, name]) => [Number.parseInt(hex, 16), name]))
}
