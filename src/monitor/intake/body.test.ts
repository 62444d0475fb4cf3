import fc from 'fast-check'
import t from 'tap'
import { splitBody } from './body.ts'

const armored = '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----'

t.test('a signature, an ampersand, and whatever was signed, to the byte', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const { signature, bytes: signed } = splitBody(Buffer.concat([Buffer.from(`${armored}\n&`), bytes]))
      t.ok(signature === `${armored}\n` && Buffer.from(bytes).equals(signed))
    }),
  )
})

t.test('what has no such signature before it is refused, not guessed at', async (t) => {
  for (const body of [
    '',
    'a: 1',
    armored,
    `${armored}\n`,
    `${armored}&a: 1`,
    ` ${armored}\n&a: 1`,
    `x${armored}\n&a: 1`,
    `${armored.replace('U1NIU0lH', 'no base64!')}\n&a: 1`,
    `${armored.replace('U1NIU0lH', 'A'.repeat(20_000))}\n&a: 1`,
  ]) {
    t.throws(() => splitBody(Buffer.from(body)), { status: 401, message: /missing signature/ }, body.slice(0, 40))
  }
})
