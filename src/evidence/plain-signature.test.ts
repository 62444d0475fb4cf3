import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, sign as signRaw } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { isPlainlySignedBy } from './plain-signature.ts'
import { whyNotSignedBy } from './ssh-signature.ts'

const folder = t.testdir()
const bytes = new TextEncoder().encode('what is signed')
const begin = '-----BEGIN SSH SIGNATURE-----\n'
const end = '\n-----END SSH SIGNATURE-----\n'

interface Key {
  readonly file: string
  /** `ssh-ed25519 AAAA…` */
  readonly line: string
}

function makeKey(name: string, ...args: readonly string[]): Key {
  const file = `${folder}/${name}`
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', '', '-f', file, ...args])
  return { file, line: readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim() }
}

function signed({ file }: Key, namespace = 'report', hash = 'sha512', what: Uint8Array = bytes): string {
  const args = ['-Y', 'sign', '-q', '-f', file, '-n', namespace, '-O', `hashalg=${hash}`]
  return execFileSync('ssh-keygen', args, { input: what }).toString('latin1')
}

/** What OpenSSH itself says: the judge of this test. */
function opensshTakes(keys: readonly string[], what: Uint8Array, signature: string, namespace: string): boolean {
  writeFileSync(`${folder}/signers`, keys.map((key) => `signer ${key}\n`).join(''))
  writeFileSync(`${folder}/signature`, signature)
  const args = ['-Y', 'verify', '-f', `${folder}/signers`, '-I', 'signer', '-n', namespace, '-s', `${folder}/signature`]
  return spawnSync('ssh-keygen', args, { input: what }).status === 0
}

const blobOf = (armored: string) =>
  Buffer.from(armored.slice(begin.length, armored.indexOf(end)).replaceAll('\n', ''), 'base64')
const armor = (blob: Buffer) => `${begin}${(blob.toString('base64').match(/.{1,70}/g) ?? []).join('\n')}${end}`
const string = (content: Buffer | string) => {
  const one = Buffer.from(content as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(one.length)
  return Buffer.concat([length, one])
}

const keys = {
  ed25519: makeKey('ed25519', '-t', 'ed25519'),
  p256: makeKey('p256', '-t', 'ecdsa', '-b', '256'),
  p384: makeKey('p384', '-t', 'ecdsa', '-b', '384'),
  p521: makeKey('p521', '-t', 'ecdsa', '-b', '521'),
  rsa: makeKey('rsa', '-t', 'rsa', '-b', '2048', '-m', 'PEM'),
}
const others = {
  ed25519: makeKey('other-ed25519', '-t', 'ed25519'),
  p256: makeKey('other-p256', '-t', 'ecdsa', '-b', '256'),
  p384: makeKey('other-p384', '-t', 'ecdsa', '-b', '384'),
  p521: makeKey('other-p521', '-t', 'ecdsa', '-b', '521'),
  rsa: makeKey('other-rsa', '-t', 'rsa', '-b', '2048'),
} satisfies Record<keyof typeof keys, Key>

for (const [name, key] of Object.entries(keys) as [keyof typeof keys, Key][]) {
  t.test(`${name}: what ssh-keygen signs is taken, and nothing that is near to it`, async (t) => {
    const other = others[name]
    for (const hash of ['sha256', 'sha512']) {
      // ECDSA signatures differ each time, in length too
      for (let time = 0; time < 5; time++) {
        const signature = signed(key, 'report', hash)
        t.equal(isPlainlySignedBy([other.line, key.line], bytes, signature, 'report'), true, `${hash} ${time}`)
        t.equal(opensshTakes([other.line, key.line], bytes, signature, 'report'), true)
      }
    }
    const signature = signed(key)
    const refused = [
      [[other.line], bytes, signature, 'report'],
      [[], bytes, signature, 'report'],
      [[key.line], bytes, signature, 'other'],
      [[key.line], new TextEncoder().encode('what was signed'), signature, 'report'],
      [[key.line], bytes, signed(other), 'report'],
      [[key.line], bytes, signed(key, 'other'), 'report'],
      [[key.line], bytes, '', 'report'],
      [[`ssh-dss ${key.line.split(' ')[1]}`], bytes, signature, 'report'],
    ] as const
    for (const [index, [known, what, one, namespace]] of refused.entries()) {
      t.equal(isPlainlySignedBy(known, what, one, namespace), false, String(index))
      if (known.length > 0) t.equal(opensshTakes(known, what, one, namespace), false, String(index))
    }
  })

  t.test(`${name}: of changed signatures nothing is taken that OpenSSH refuses`, async (t) => {
    const blob = blobOf(signed(key))
    t.equal(isPlainlySignedBy([key.line], bytes, armor(blob), 'report'), true, 'unchanged')
    const taken: Buffer[] = []
    const look = (changed: Buffer) => {
      if (isPlainlySignedBy([key.line], bytes, armor(changed), 'report')) taken.push(changed)
    }
    for (let at = 0; at < blob.length; at++) {
      for (const bit of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(blob)
        flipped[at] = (blob[at] ?? 0) ^ bit
        look(flipped)
      }
      look(blob.subarray(0, at))
      look(Buffer.concat([blob.subarray(0, at), Buffer.from([0]), blob.subarray(at)]))
    }
    look(Buffer.concat([blob, Buffer.from('more')]))
    t.same(taken, [])
  })

  t.test(`${name}: whatever becomes of a signature, OpenSSH takes all that is taken here`, async () => {
    const blob = blobOf(signed(key))
    const change = fc.record({
      at: fc.nat(blob.length - 1),
      remove: fc.nat(8),
      insert: fc.uint8Array({ maxLength: 8 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        let changed: Buffer = blob
        for (const { at, remove, insert } of changes) {
          changed = Buffer.concat([changed.subarray(0, at), insert, changed.subarray(at + remove)])
        }
        const armored = armor(changed)
        if (!isPlainlySignedBy([key.line], bytes, armored, 'report')) return
        if (!opensshTakes([key.line], bytes, armored, 'report')) throw new Error(armored)
      }),
      { numRuns: 300 },
    )
  })
}

t.test('armor that is not as ssh-keygen writes it is left to OpenSSH', async (t) => {
  const signature = signed(keys.ed25519)
  const is = (text: string) => isPlainlySignedBy([keys.ed25519.line], bytes, text, 'report')
  t.equal(is(signature), true)
  t.equal(is(signature.trimEnd()), true)
  t.equal(is(`\n${signature}`), false)
  t.equal(is(`${signature}\nmore`), false)
  t.equal(is(signature.replaceAll('\n', '\r\n')), false)
  t.equal(is(signature.replace(end, `=${end}`)), false)
})

t.test('RSA: with SHA-1, with fewer than 2048 bits, and under another name it is not taken', async (t) => {
  const { file, line } = keys.rsa
  const [, encoded = ''] = line.split(' ')
  const digest = createHash('sha512').update(bytes).digest()
  const over = Buffer.concat([Buffer.from('SSHSIG'), ...['report', '', 'sha512', digest].map((one) => string(one))])
  const privateKey = createPrivateKey(readFileSync(file))
  const made = (algorithm: string, hash: string) => {
    const signature = Buffer.concat([string(algorithm), string(signRaw(hash, over, privateKey))])
    const parts = [Buffer.from(encoded, 'base64'), 'report', '', 'sha512', signature].map((one) => string(one))
    return armor(Buffer.concat([Buffer.from('SSHSIG\0\0\0\u0001'), ...parts]))
  }
  for (const [algorithm, hash, taken] of [
    ['rsa-sha2-256', 'sha256', true],
    ['rsa-sha2-512', 'sha512', true],
    ['ssh-rsa', 'sha1', false],
    ['rsa-sha2-256', 'sha1', false],
    ['rsa-sha2-256', 'sha512', false],
    ['ssh-rsa', 'sha256', false],
  ] as const) {
    const signature = made(algorithm, hash)
    t.equal(isPlainlySignedBy([line], bytes, signature, 'report'), taken, `${algorithm} of ${hash}`)
    t.equal(opensshTakes([line], bytes, signature, 'report'), taken, `${algorithm} of ${hash}: OpenSSH`)
  }
  const short = makeKey('short', '-t', 'rsa', '-b', '1024')
  t.equal(isPlainlySignedBy([short.line], bytes, signed(short), 'report'), false, 'OpenSSH decides')
})

t.test('what is not taken here is judged by OpenSSH, in the same words as before', async (t) => {
  const { line } = keys.p256
  const signature = signed(keys.p256)
  t.equal(await whyNotSignedBy([line], bytes, signature, 'report'), undefined)
  t.equal(await whyNotSignedBy([line], bytes, signature, 'other'), 'it was made for another purpose than other')
  t.equal(
    await whyNotSignedBy([line], new TextEncoder().encode('what was signed'), signature, 'report'),
    'what was signed was changed since',
  )
  t.equal(await whyNotSignedBy([], bytes, signature, 'report'), 'no key is known that it could have been made with')
  const carriage = signature.replaceAll('\n', '\r\n')
  t.equal(isPlainlySignedBy([line], bytes, carriage, 'report'), false)
  t.equal(
    (await whyNotSignedBy([line], bytes, carriage, 'report')) === undefined,
    opensshTakes([line], bytes, carriage, 'report'),
  )
})
