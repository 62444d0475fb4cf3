import { createHash, generateKeyPairSync, sign } from 'node:crypto'

/** A key, and signatures with it as `ssh-keygen -Y sign -n report` makes them, without starting it: a bench makes thousands. */
export interface Signer {
  /** Base64, as in an OpenSSH public key of type ssh-ed25519. */
  readonly publicKey: string
  sign(text: string): string
}

export function makeSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const blob = Buffer.concat([string('ssh-ed25519'), string(x)])
  const magic = Buffer.from('SSHSIG')
  return {
    publicKey: blob.toString('base64'),
    sign(text) {
      const digest = createHash('sha512').update(text).digest()
      const signed = Buffer.concat([magic, ...['report', '', 'sha512', digest].map((one) => string(one))])
      const signature = Buffer.concat([string('ssh-ed25519'), string(sign(null, signed, privateKey))])
      const parts = [blob, 'report', '', 'sha512', signature].map((one) => string(one))
      const lines = Buffer.concat([magic, Buffer.from([0, 0, 0, 1]), ...parts])
        .toString('base64')
        .match(/.{1,70}/g)
      return `-----BEGIN SSH SIGNATURE-----\n${lines?.join('\n')}\n-----END SSH SIGNATURE-----\n`
    },
  }
}

function string(content: string | Buffer): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
