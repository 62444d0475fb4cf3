import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import t from 'tap'
import { folder } from '../testbed/cli.ts'
import type { KubernetesReleases } from './kubernetes/release-data.ts'
import { bundledDataFolder, dataNames, openReferenceData, userDataFolder } from './reference-data.ts'
import { readDataDocument } from './reference-data/document.ts'
import { checkAgainst } from './schema-check.ts'
import { readYaml } from './yaml-document.ts'

const bundledText = readFileSync(join(bundledDataFolder, 'kubernetes-releases.json'), 'utf8')
const bundled = JSON.parse(bundledText) as { readonly collectedAt: string; readonly reach: string }
const now = new Date(`${bundled.collectedAt}T12:00:00Z`)
const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
const dated = (changes: object) => JSON.stringify({ ...bundled, ...changes })

/** A folder with these files, and one that nothing was refreshed into. */
function laid(files: Readonly<Record<string, string>>, base = folder()): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true })
    writeFileSync(join(base, name), text)
  }
  return base
}
const open = (given?: string, home = folder()) =>
  openReferenceData({ ...(given === undefined ? {} : { folder: given }), environment: { XDG_DATA_HOME: home }, now })
const refreshed = (text: string) => laid({ 'scs-conformance/data/kubernetes-releases.json': text })

for (const name of await dataNames()) {
  t.test(`${name}: bundled, valid by a strict schema, dated`, async (t) => {
    const ajv = new Ajv({
      strict: true,
      allowUnionTypes: true,
      strictRequired: false,
      strictTypes: false,
      keywords: ['freshForDays'],
    })
    formats.default(ajv)
    const schema = JSON.parse(readFileSync(join(bundledDataFolder, `${name}.schema.json`), 'utf8')) as object
    t.type(ajv.compile(schema), 'function')
    await checkAgainst(schema, await readYaml(join(bundledDataFolder, `${name}.json`)))
    t.match(await (await open()).read(name), {
      origin: 'bundled',
      digest: /^sha256:[0-9a-f]{64}$/,
      content: { format: `scs-conformance-${name}/1` },
    })
  })
}

t.test('bundled releases: three supported minors, each patch in its minor and none twice', async (t) => {
  const { content, reach } = await (await open()).read<KubernetesReleases>('kubernetes-releases')
  t.ok(content.branches.filter(({ endOfLife }) => endOfLife > bundled.collectedAt).length >= 3)
  for (const { minor, patches } of content.branches) {
    t.same(
      patches.filter(({ version }) => !version.startsWith(`${minor}.`)),
      [],
      minor,
    )
    t.equal(new Set(patches.map(({ version }) => version)).size, patches.length, minor)
    t.same(
      patches.filter(({ releasedAt }) => releasedAt > reach),
      [],
      minor,
    )
  }
})

t.test('--data replaces what it has, as JSON or YAML, and leaves the rest', async (t) => {
  const given = laid({ 'kubernetes-releases.json': dated({ reach: '2020-01-01' }) })
  t.match(await (await open(given)).read('kubernetes-releases'), { origin: 'given', reach: '2020-01-01' })
  t.match(await (await open(given)).read('kubernetes-cves'), { origin: 'bundled' })
  const yaml = laid({
    'kubernetes-cves.yaml':
      'format: scs-conformance-kubernetes-cves/1\ncollectedAt: 2026-11-01\nreach: 2026-11-01\nsources: [me]\ncves: []\n',
  })
  t.match(await (await open(yaml)).read('kubernetes-cves'), {
    origin: 'given',
    content: { cves: [] },
    freshForDays: 14,
  })
})

t.test('--data is refused before anything is run where it cannot be used', async (t) => {
  const refusals: readonly [string, RegExp][] = [
    ['/nowhere', /--data \/nowhere: there is no such folder/],
    [
      laid({ 'kubernetes-relases.json': '{}' }),
      /no file of a name that is known \(did you mean kubernetes-releases\?\)/,
    ],
    [laid({ 'kubernetes-releases.json': '{' }), /kubernetes-releases\.json:1/],
    [
      laid({ 'kubernetes-releases.json': dated({ branches: [{ minor: '1.36' }] }) }),
      /kubernetes-releases\.json:1: branches\[0\]: the key releasedAt is missing/,
    ],
    [laid({ 'kubernetes-releases.json': dated({ format: 'scs-conformance-kubernetes-cves/1' }) }), /format: must be/],
    [laid({ 'kubernetes-releases.json': dated({ reach: '2026-13-01' }) }), /reach: must be a day such as 2026-01-31/],
    [
      laid({ 'kubernetes-releases.json': dated({ reach: daysAfter(bundled.collectedAt, 2) }) }),
      /reach: [\d-]+ is still to come; is the clock/,
    ],
  ]
  for (const [given, message] of refusals) await t.rejects(open(given), { name: 'UsageError', message }, message.source)
  await open(laid({ 'kubernetes-releases.json': dated({ reach: daysAfter(bundled.collectedAt, 1) }) }))
})

t.test('what was refreshed counts where it reaches farther than what is bundled', async (t) => {
  const originOf = async (text: string) =>
    (await (await open(undefined, refreshed(text))).read('kubernetes-releases')).origin
  t.equal(await originOf(dated({ reach: daysAfter(bundled.reach, 1) })), 'refreshed')
  t.equal(await originOf(dated({ reach: daysAfter(bundled.reach, -1) })), 'bundled')
  t.equal(
    await originOf(dated({ collectedAt: daysAfter(bundled.collectedAt, 1) })),
    'refreshed',
    'or as far, and is younger',
  )
  t.equal(await originOf(bundledText), 'bundled')
})

t.test('a broken refreshed document is no silent fall back', async (t) => {
  const data = await open(undefined, refreshed('{}'))
  await t.rejects(data.read('kubernetes-releases'), {
    name: 'ProbeError',
    kind: 'dependency',
    message: /data refresh kubernetes-releases', or delete the file/,
  })
  t.match(await data.read('kubernetes-cves'), { origin: 'bundled' })
  await t.rejects(data.read('nothing'), { kind: 'dependency', message: /no reference data nothing/ })
})

t.test('where things are', async (t) => {
  t.equal(userDataFolder({ XDG_DATA_HOME: '/d' }), '/d/scs-conformance/data')
  t.match(userDataFolder({}), /\.local\/share\/scs-conformance\/data$/)
  t.equal(await readDataDocument('/nowhere', 'kubernetes-cves', 'given', now), undefined)
})
