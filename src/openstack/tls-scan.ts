import { createSecureContext } from 'node:tls'
import { ProbeError } from '../fact.ts'
import type { Tls } from '../http/dispatcher.ts'
import { certificateView, type TlsCertificate } from './tls-certificate.ts'
import {
  allCiphers,
  allSuites,
  newSuites,
  offerTls,
  type TlsAnswer,
  type TlsOffer,
  type TlsVersion,
} from './tls-offer.ts'

export type { TlsCertificate } from './tls-certificate.ts'
export type { TlsVersion } from './tls-offer.ts'

/** All that a server was seen to accept of what OpenSSL here can offer; of the rest tells `scanLegacy`. */
export interface TlsScan {
  /** None where the server refuses all that OpenSSL can offer. */
  readonly versions: readonly TlsVersion[]
  /** OpenSSL's names: those of TLS 1.3, and of the newest other version that is accepted. */
  readonly ciphers: readonly string[]
  /** Names of OpenSSL: `X25519`, `prime256v1`, `ffdhe2048`. */
  readonly groups: readonly string[]
  /** Of Diffie-Hellman in a finite field with TLS 1.2 or less; null where no such cipher was accepted. */
  readonly smallestDhBits: number | null
  readonly certificates: readonly TlsCertificate[]
  /** Versions and groups that this build of OpenSSL lacks, so that nothing is known of them. */
  readonly notOffered: readonly string[]
  readonly handshakes: number
}

const versions: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
const groupsOf12 = (
  'X25519 prime256v1 secp384r1 X448 secp521r1 secp256k1 secp224r1 prime192v1 brainpoolP256r1 brainpoolP384r1 ' +
  'brainpoolP512r1 sect233k1 sect233r1 sect283k1 sect283r1 sect409k1 sect409r1 sect571k1 sect571r1'
).split(' ')
const groupsOf13 = (
  'X25519MLKEM768 SecP256r1MLKEM768 SecP384r1MLKEM1024 X25519 prime256v1 secp384r1 X448 secp521r1 brainpoolP256r1tls13 ' +
  'brainpoolP384r1tls13 brainpoolP512r1tls13 ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192'
).split(' ')
/** A server that accepts everything takes about a hundred. */
const mostHandshakes = 200

/**
 * Finds out what a server accepts: a set is offered, what the server picks is left out of the next offer, until it refuses.
 * One handshake after the other. null where the server answers, but not by TLS. A server that hangs up instead of refusing is
 * believed where it does so twice, and takes a good offer in between. ProbeError as `offerTls`, and where there is no end.
 */
export async function scanTls(
  url: string,
  tls: Tls,
  signal: AbortSignal,
  shakeHands: typeof offerTls = offerTls,
): Promise<TlsScan | null> {
  const certificates = new Map<string, TlsCertificate>()
  let handshakes = 0
  let good: TlsOffer | undefined

  async function shake(offer: TlsOffer): Promise<TlsAnswer> {
    if (++handshakes > mostHandshakes)
      throw new ProbeError('malformed', `${url} accepts no end of offers: more than ${mostHandshakes} handshakes`)
    const answer = await shakeHands(url, offer, tls, signal)
    if (answer.kind !== 'accepted') return answer
    good ??= offer
    const { certificate } = answer
    if (certificate && !certificates.has(certificate.fingerprint256))
      certificates.set(certificate.fingerprint256, certificateView(certificate, new URL(url), answer.distrust))
    return answer
  }

  async function believed(offer: TlsOffer): Promise<TlsAnswer> {
    const answer = await shake(offer)
    if (answer.kind !== 'hung up') return answer
    const between = good && (await shake(good))
    if (between?.kind === 'accepted') return shake(offer)
    throw new ProbeError('unreachable', `${url} hangs up in TLS handshakes, also in those that it had accepted`)
  }

  async function accepted(offer: TlsOffer): Promise<Extract<TlsAnswer, { kind: 'accepted' }> | undefined> {
    const answer = await believed(offer)
    return answer.kind === 'accepted' ? answer : undefined
  }

  const first = await shake({ from: 'TLSv1', to: 'TLSv1.3', ciphers: allSuites })
  if (first.kind === 'not tls') return null
  if (first.kind === 'hung up') throw new ProbeError('unreachable', `${url} hangs up in the TLS handshake`)

  const spoken: TlsVersion[] = []
  const notOffered: string[] = [...new Set([...groupsOf12, ...groupsOf13])].filter((group) => !isKnown(group))
  for (const version of versions) {
    const { kind } = await believed({ from: version, to: version, ciphers: allSuites })
    if (kind === 'accepted') spoken.push(version)
    if (kind === 'not offered') notOffered.push(version)
  }

  const ciphers: string[] = []
  let smallestDhBits: number | null = null
  const old = spoken.findLast((version) => version !== 'TLSv1.3')
  for (let more = old !== undefined; more && old;) {
    const left = [allCiphers, ...ciphers.map((name) => `!${name}`), '@SECLEVEL=0'].join(':')
    const answer = await accepted({ from: old, to: old, ciphers: left })
    if (answer) ciphers.push(answer.cipher)
    if (answer?.dhBits) smallestDhBits = Math.min(answer.dhBits, smallestDhBits ?? Infinity)
    more = answer !== undefined
  }
  let suites = spoken.includes('TLSv1.3') ? newSuites : []
  while (suites.length > 0) {
    const answer = await accepted({ from: 'TLSv1.3', to: 'TLSv1.3', ciphers: suites.join(':') })
    if (answer) ciphers.push(answer.cipher)
    suites = answer ? suites.filter((name) => name !== answer.cipher) : []
  }

  const groups = new Set<string>()
  const exchanges = [
    ...(old === undefined ? [] : [{ version: old, groups: groupsOf12, ciphers: 'kECDHE:@SECLEVEL=0' }]),
    ...(spoken.includes('TLSv1.3')
      ? ([{ version: 'TLSv1.3', groups: groupsOf13, ciphers: newSuites.join(':') }] as const)
      : []),
  ]
  for (const exchange of exchanges) {
    let left: readonly string[] = exchange.groups.filter((group) => !notOffered.includes(group))
    while (left.length > 0) {
      const offer = { from: exchange.version, to: exchange.version, ciphers: exchange.ciphers, groups: left }
      const picked = (await accepted(offer))?.group ?? undefined
      if (picked !== undefined && !left.includes(picked))
        throw new ProbeError('malformed', `${url} agreed on the key by ${picked}, which was not offered`)
      if (picked !== undefined) groups.add(picked)
      left = picked === undefined ? [] : left.filter((name) => name !== picked)
    }
  }
  return {
    versions: spoken,
    ciphers,
    groups: [...groups],
    smallestDhBits,
    certificates: [...certificates.values()],
    notOffered,
    handshakes,
  }
}

/** Builds of OpenSSL differ in the groups they have. */
function isKnown(group: string): boolean {
  try {
    createSecureContext({ ecdhCurve: group })
    return true
  } catch {
    return false
  }
}
