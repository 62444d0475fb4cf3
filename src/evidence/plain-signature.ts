import { createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto'

/** A kind of key whose signatures are verified here. */
interface Kind {
  /** Its public key, without the name of the kind; undefined for one that is left to OpenSSH. */
  readonly key: (rest: Bytes) => KeyObject | undefined
  /** Whether this signature, made by that algorithm, is one over these bytes. */
  readonly isOver: (bytes: Buffer, algorithm: string, signature: Bytes, key: KeyObject) => boolean
}

const magic = Buffer.from('SSHSIG')
const leastRsaBits = 2048

const kinds: Readonly<Record<string, Kind>> = {
  'ssh-ed25519': {
    key: (rest) => jwk({ kty: 'OKP', crv: 'Ed25519', x: base64url(rest.last(32)) }),
    isOver: (bytes, algorithm, signature, key) =>
      algorithm === 'ssh-ed25519' && verify(null, bytes, key, signature.last(64)),
  },
  'ecdsa-sha2-nistp256': ecdsa('nistp256', 'P-256', 32, 'sha256'),
  'ecdsa-sha2-nistp384': ecdsa('nistp384', 'P-384', 48, 'sha384'),
  'ecdsa-sha2-nistp521': ecdsa('nistp521', 'P-521', 66, 'sha512'),
  'ssh-rsa': {
    key(rest) {
      const [e, n] = [rest.positive(), rest.positive()]
      rest.end()
      const key = jwk({ kty: 'RSA', e: base64url(e), n: base64url(n) })
      return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastRsaBits ? key : undefined
    },
    isOver(bytes, algorithm, signature, key) {
      const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[algorithm]
      const length = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
      return hash !== undefined && verify(hash, bytes, key, signature.last(length))
    },
  },
}

/**
 * Whether a signature (OpenSSH PROTOCOL.sshsig, armored) of these bytes was made for this purpose with one of these keys
 * (`ssh-ed25519 AAAA…`), told without starting a process. True is said only of what `ssh-keygen -Y verify` takes too; false means
 * that OpenSSH has to be asked: of other kinds of keys, of all that is written in an unusual way, and of why a signature does not count.
 */
export function isPlainlySignedBy(
  keys: readonly string[],
  bytes: Uint8Array,
  armored: string,
  namespace: string,
): boolean {
  try {
    const signature = unarmored(armored)
    if (!signature.take(magic.length).equals(magic) || signature.number() !== 1) return false
    const publicKey = signature.string()
    if (signature.string().toString('latin1') !== namespace || signature.string().length > 0) return false
    const hash = signature.string().toString('latin1')
    if (hash !== 'sha256' && hash !== 'sha512') return false
    const made = reading(signature.last())
    const key = reading(publicKey)
    const name = key.string().toString('latin1')
    if (!keys.includes(`${name} ${publicKey.toString('base64')}`)) return false
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    const known = kind?.key(key)
    if (!kind || !known) return false
    const digest = createHash(hash).update(bytes).digest()
    const signed = Buffer.concat([magic, ...[namespace, '', hash, digest].map((one) => written(one))])
    const algorithm = made.string().toString('latin1')
    return kind.isOver(signed, algorithm, made, known)
  } catch {
    return false // not written as usual, or no key at all: OpenSSH says what is wrong with it
  }
}

function ecdsa(curve: string, crv: string, length: number, hash: string): Kind {
  return {
    key(rest) {
      if (rest.string().toString('latin1') !== curve) return undefined
      const point = rest.last(1 + 2 * length)
      if (point[0] !== 4) return undefined // 4: not compressed
      return jwk({
        kty: 'EC',
        crv,
        x: base64url(point.subarray(1, 1 + length)),
        y: base64url(point.subarray(1 + length)),
      })
    },
    isOver(bytes, algorithm, signature, key) {
      if (algorithm !== `ecdsa-sha2-${curve}`) return false
      const both = reading(signature.last())
      const [r, s] = [both.positive(), both.positive()]
      both.end()
      if (r.length > length || s.length > length) return false
      const padded = [r, s].map((one) => Buffer.concat([Buffer.alloc(length - one.length), one]))
      return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(padded))
    },
  }
}

function jwk(key: JsonWebKey): KeyObject {
  return createPublicKey({ key, format: 'jwk' })
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url')
}

/** A string as SSH writes it (RFC 4251, 5). */
function written(content: string | Buffer): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function unarmored(armored: string): Bytes {
  const [, lines = ''] =
    /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n?$/.exec(armored) ?? []
  const text = lines.replaceAll('\n', '')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new Error('no base64 as it is usually written')
  return reading(bytes)
}

/** What is read of bytes as SSH writes them, from their start. Each throws where it is not there. */
interface Bytes {
  take(length: number): Buffer
  number(): number
  string(): Buffer
  /** A number above 0 in its shortest form, without the zero that keeps it from being negative. */
  positive(): Buffer
  /** A string, of this length where one is given, with nothing behind it. */
  last(length?: number): Buffer
  end(): void
}

function reading(bytes: Buffer): Bytes {
  let at = 0
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('too short')
    return bytes.subarray(at, (at += length))
  }
  const number = () => take(4).readUInt32BE()
  const string = () => take(number())
  const end = () => {
    if (at !== bytes.length) throw new Error('too long')
  }
  return {
    take,
    number,
    string,
    positive() {
      const found = string()
      const [first = 0x80, second = 0] = found
      if (first >= 0x80 || (first === 0 && second < 0x80))
        throw new Error('no positive number as it is usually written')
      return first === 0 ? found.subarray(1) : found
    },
    last(length) {
      const found = string()
      if (length !== undefined && found.length !== length) throw new Error('of another length')
      end()
      return found
    },
    end,
  }
}
