import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { readBootstrap } from './bootstrap-file.ts'

const hash = '$argon2id$v=19$m=65536,t=3,p=4$1/o/RwihlFIKAaAUolQKAQ$4MAuy6myIaVNofSW9KLlf81/y7WotHCfRl8dxKJ2rjQ'
const key = '{public_key: AAAAC3Nz, public_key_type: ssh-ed25519, public_key_name: primary}'

async function read(text: string) {
  const file = join(folder(), 'bootstrap.yaml')
  writeFileSync(file, text)
  return readBootstrap(file)
}

t.test('a file of the official monitor', async (t) => {
  const { accounts, notes } = await read(`
accounts:
  - subject: admin
    api_keys: ['$2b$12$02j2DtlOXdT/MTVmWG60Yu.MNIJOGxRGKvE3DdA5DylCaHXxAY1Om']
    roles: [read_any, approve, admin]
  - subject: zuul_ci
    api_keys: ['${hash}']
    keys: [${key}]
    roles: [append_any]
  - subject: scs2
    group: plus
    delegates: [zuul_ci]
`)
  t.match(accounts, [
    { subject: 'admin', apiKeys: [], roles: ['read_any', 'approve', 'admin'], group: null },
    { subject: 'zuul_ci', apiKeys: [hash], keys: [{ name: 'primary', type: 'ssh-ed25519', key: 'AAAAC3Nz' }] },
    { subject: 'scs2', group: 'plus', delegates: ['zuul_ci'], roles: [] },
  ])
  t.match(notes, [/1 of the api_keys of admin are no argon2 hashes, so nobody can log in/])
  t.notMatch(notes.join(), /02j2DtlOX/)
})

t.test('what is wrong with one is told with its line, and without what stands there', async (t) => {
  const wrong = async (text: string, why: RegExp) => {
    await t.rejects(read(text), { name: 'UsageError', message: why })
  }
  await wrong('accounts:\n- subject: a\n- subject: a\n', /:3: accounts\[1\]\.subject: there is another account a/)
  await wrong('accounts:\n- subject: a\n  delegates: [b]\n', /:3: .*there is no account b/)
  await wrong('accounts:\n- subject: a\n  role: [admin]\n', /unknown key; did you mean roles|unknown key/)
  await wrong('accounts:\n- subject: a\n  roles: [root]\n', /must be one of append_any, read_any, approve, admin/)
  await wrong('accounts:\n- subject: "a:b"\n', /must be a name of up to 100 letters/)
  await wrong(
    'accounts:\n- subject: a\n  keys: [{public_key: "AAAA\\nx cert-authority", public_key_type: ssh-rsa, public_key_name: p}]\n',
    /must be the base64 of an SSH key/,
  )
  await wrong(`accounts:\n- subject: a\n  keys: [${key}, ${key}]\n`, /two of them have one name/)
})
