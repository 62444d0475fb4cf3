import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { UsageError } from '../usage-error.ts'
import { sign, signatureIn, verify } from './ssh-signature.ts'

const folder = t.testdir()
const key = `${folder}/key`
execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'provider', '-f', key])
const allowed = `${folder}/signers`
writeFileSync(allowed, `provider@example.org ${readFileSync(`${key}.pub`, 'utf8')}`)
const bytes = new TextEncoder().encode('what is signed')

t.test('whose signature it is, by the allowed signers; without them only that it is intact', async (t) => {
  const signature = await sign(bytes, key, 'report')
  t.equal(`${signatureIn(`${signature}&more`)}\n`, signature)
  t.match(await verify(bytes, signature, 'report', allowed), {
    valid: true,
    principal: 'provider@example.org',
    key: /^SHA256:/,
  })
  t.match(await verify(bytes, signature, 'report'), { valid: true, principal: null })
})

t.test(
  'changed bytes, another purpose, an unknown key and no signature at all are not valid, and it is said why',
  async (t) => {
    const signature = await sign(bytes, key, 'report')
    const changed = new TextEncoder().encode('what was signed')
    t.match(await verify(changed, signature, 'report', allowed), {
      valid: false,
      why: 'what was signed was changed since',
    })
    t.match(await verify(bytes, signature, 'other'), { valid: false, why: /another purpose/ })
    writeFileSync(`${folder}/nobody`, '')
    t.match(await verify(bytes, signature, 'report', `${folder}/nobody`), { valid: false, why: /has for nobody/ })
    t.match(await verify(bytes, 'no signature', 'report'), { valid: false })
    t.equal(signatureIn('no signature'), undefined)
  },
)

t.test('a key that others may read, or that is none, is refused', async (t) => {
  chmodSync(key, 0o644)
  await t.rejects(sign(bytes, key, 'report'), new UsageError(`${key}: others may read this private key; chmod 600 it`))
  chmodSync(key, 0o600)
  await t.rejects(sign(bytes, `${folder}/absent`, 'report'), { message: /absent: cannot be read \(ENOENT\)/ })
  writeFileSync(`${folder}/none`, 'no key', { mode: 0o600 })
  await t.rejects(sign(bytes, `${folder}/none`, 'report'), { message: /none: no signature with this key/ })
})

t.test('a key that only ssh-agent holds signs by its public part', async (t) => {
  const started = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' })
  const variables = [...started.matchAll(/(SSH_\w+)=([^;]+);/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  for (const [name, value] of variables) process.env[name] = value
  t.teardown(() => {
    execFileSync('ssh-agent', ['-k'], { stdio: 'ignore' })
    for (const [name] of variables) delete process.env[name]
  })
  execFileSync('ssh-add', ['-q', key], { stdio: 'ignore' })
  const apart = `${folder}/apart.pub`
  writeFileSync(apart, readFileSync(`${key}.pub`))
  const signature = await sign(bytes, apart, 'report')
  t.match(await verify(bytes, signature, 'report', allowed), { valid: true, principal: 'provider@example.org' })
})
