import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readOfficialConfig } from './official-config.ts'

const home = mkdtempSync(join(tmpdir(), 'scs-official-'))
t.teardown(() => rmSync(home, { recursive: true }))
const file = join(home, 'config.toml')

function read(text: string) {
  writeFileSync(file, text)
  return readOfficialConfig(file)
}

const whole = `
[presets.default]
scopes = ["iaas"]
subjects = ["one", "two"]
workers = 16
[scopes.iaas]
spec = "./iaas.yaml"
[subjects._.mapping]
os_cloud = "{subject}"
kubeconfig = "{subject}/kubeconfig.yaml"
[subjects.two.mapping]
os_cloud = "another"
[subjects.two.kubernetes_setup]
kube_plugin = "static"
`

t.test('subjects of presets, and the default mapping under their own', async (t) => {
  const { subjects, presets, notes } = read(whole)
  t.match(subjects.get('one'), { cloud: 'one', isNoHost: true, kubeconfigs: [join(home, 'one/kubeconfig.yaml')] })
  t.match(subjects.get('two'), { cloud: 'another', kubeconfigs: [join(home, 'two/kubeconfig.yaml')] })
  t.notOk(subjects.has('_'))
  t.same(presets.get('default'), { subjects: ['one', 'two'], scopes: [join(home, 'iaas.yaml')], workers: 16 })
  t.match(notes, [/^subjects\.two\.kubernetes_setup: .*provision file/])
})

t.test('what only subjects.yaml has is told, not silently left out', async (t) => {
  const { subjects, notes } = read('[subjects.one]\nkubeconfig = "k"\ncontacts = ["ops"]\nattestations = ["a"]\n')
  t.match(notes, [
    /^subjects\.one\.contacts: is not read of a config\.toml/,
    /^subjects\.one\.attestations: is not read/,
  ])
  t.match(subjects.get('one'), { kubeconfigs: [join(home, 'k')], contacts: [], attestations: [] })
  t.same(read('[subjects.one]\nkubeconfig = "k"\n').notes, [])
})

for (const [text, message] of [
  ['[presets', /config\.toml:1:\d+: is not TOML/],
  ['presets = 3', /presets: must be a table/],
  [
    whole.replace('["iaas"]', '["iaaz"]'),
    /presets\.default\.scopes: there is no scope iaaz with a spec \(did you mean iaas\?\)/,
  ],
  [whole.replace('"two"]', '2]'), /presets\.default\.subjects: must be a list of names/],
  [whole.replace('16', '"many"'), /presets\.default\.workers: must be a whole number/],
  [whole.replace('"another"', '7'), /subjects\.two\.mapping\.os_cloud: must be a text/],
  ['[subjects.one]\nkubeconfig = 3', /subjects\.one\.kubeconfig: must be a text/],
  [whole.replace('"two"]', '"../two"]'), /subjects\.\.\.\/two: is no name for a folder/],
] as const) {
  t.test(`refused: ${String(message)}`, async (t) => {
    t.throws(() => read(text), { message, name: 'UsageError' })
  })
}

t.test('a file that is not there', async (t) => {
  t.throws(() => readOfficialConfig(join(home, 'none.toml')), { message: /none\.toml: does not exist/ })
})
