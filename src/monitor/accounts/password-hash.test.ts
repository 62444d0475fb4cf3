import t from 'tap'
import { hashPassword, isArgon2, isOf } from './password-hash.ts'

// The reference implementation's own example: password "password", salt "somesalt".
const reference = '$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG'

t.test('a hash of the reference implementation is of its password, and of no other', async (t) => {
  t.equal(await isOf('password', reference), true)
  t.equal(await isOf('Password', reference), false)
})

t.test('a new hash is of its password, and another one each time', async (t) => {
  const [one, other] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
  t.match(one, /^\$argon2id\$v=19\$m=65536,t=3,p=4\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.not(one, other)
  t.equal(await isOf('correct horse', one), true)
  t.equal(await isOf('correct horse ', one), false)
})

t.test('what is no argon2 hash, or costs more than a server can give, is none', async (t) => {
  t.equal(isArgon2(reference), true)
  for (const hash of [
    '$2b$12$02j2DtlOXdT/MTVmWG60Yu.MNIJOGxRGKvE3DdA5DylCaHXxAY1Om',
    reference.replace('m=65536', 'm=9999999'),
    reference.replace('m=65536', 'm=4'),
    reference.replace('t=2', 't=0'),
    reference.replace('v=19', 'v=16'),
    reference.slice(0, -20),
    '',
  ]) {
    t.equal(isArgon2(hash), false, hash)
    t.equal(await isOf('password', hash), false, hash)
  }
})
