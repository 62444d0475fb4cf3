import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { bundledFolder, bundledSchema } from './bundled-data.ts'
import { digestOf, readYaml } from './yaml-document.ts'
import { loadScope, loadStandards, scopeIds } from './standards.ts'

const reference = join(import.meta.dirname, '../../shared/reference')
const skip = existsSync(reference) ? false : 'the official scope files are not beside this checkout'

t.test('every bundled scope loads, and knows all about its testcases', async (t) => {
  const standards = new Set(
    (await loadStandards()).flatMap(({ id, versions }) => versions.map(({ version }) => `${id}-${version}`)),
  )
  for (const id of await scopeIds()) {
    const scope = await loadScope(id)
    t.equal(scope.id, id)
    const decisive = new Set(scope.proposal ? [] : scope.versions.flatMap(({ targets }) => targets.main ?? []))
    for (const { id: testcase, description, testNotesUrl, standard } of scope.testcases) {
      t.not(description, testcase, `${testcase} has a description`)
      // Not every standard that no version demands yet has some.
      t.ok(testNotesUrl ?? !decisive.has(testcase), `${testcase} has test notes`)
      t.ok(standards.has(standard.id), `${testcase} comes from a standard`)
    }
  }
})

t.test('what nobody has formalised says so in its name, and is a draft on every day', async (t) => {
  for (const id of await scopeIds()) {
    const { name, level, proposal, versions, timeline, prerequisite } = await loadScope(id)
    t.equal(proposal ?? false, level !== 'compatible', id)
    t.equal(name.endsWith(' (draft proposal)'), proposal ?? false, name)
    if (!proposal) continue
    t.ok(prerequisite, `${id} needs the level below`)
    t.ok(versions.every(({ stabilizedAt }) => stabilizedAt === undefined))
    t.same(new Set(timeline.flatMap((entry) => Object.values(entry.versions))), new Set(['draft']))
  }
})

t.test('proposals that name a source mean the same by it, use all of theirs, and hand in what there is', async (t) => {
  const proposals = await Promise.all(
    (await scopeIds()).map(async (id) => readYaml(join(bundledFolder, 'scopes', `${id}.yaml`))),
  )
  const schema = (await bundledSchema('provider')) as { readonly properties: object }
  const meant = new Map<string, unknown>()
  for (const { data } of proposals) {
    const { id, sources = [] } = data as { readonly id: string; readonly sources?: readonly { readonly id: string }[] }
    for (const source of sources) {
      t.same(meant.get(source.id) ?? source, source, `${source.id} in ${id}`)
      meant.set(source.id, source)
    }
    const { testcases } = await loadScope(id)
    const used = new Set(testcases.flatMap(({ grounds }) => grounds?.sources.map((source) => source.id) ?? []))
    // These are about levels and scopes themselves.
    const general = ['scs-0003', 'scopes-versions', 'scs-0500', 'levels-draft']
    t.same(
      sources.map((source) => source.id).filter((one) => !used.has(one) && !general.includes(one)),
      [],
      id,
    )
    for (const { grounds } of testcases) {
      for (const key of grounds?.handedIn ?? []) t.ok(key in schema.properties, key)
    }
  }
})

t.test('a scope by its id', async (t) => {
  const scope = await loadScope('scs-compatible-kaas')
  const bytes = readFileSync(join(import.meta.dirname, '../standards/scopes/scs-compatible-kaas.yaml'))
  t.match(scope, {
    level: 'compatible',
    layer: 'kaas',
    uuid: '1fffebe6-fd4b-44d3-a36c-fc58b4bb0180',
    digest: digestOf(bytes),
  })
  const told = new Map(scope.testcases.map(({ id, lifetime, section, manual }) => [id, { lifetime, section, manual }]))
  t.same(told.get('cncf-k8s-conformance'), { lifetime: 'year', section: 'heavy', manual: false })
  t.same(told.get('version-policy-check'), { lifetime: 'week', section: 'light', manual: false })
  t.same(told.get('node-distribution-check'), { lifetime: 'week', section: 'light', manual: false })
  t.same(told.get('kaas-networking-check'), { lifetime: 'month', section: 'heavy', manual: false })
  t.match(scope.versions, [
    {
      version: 'v1',
      stabilizedAt: '2024-11-26',
      targets: { main: ['cncf-k8s-conformance', 'version-policy-check', 'kaas-networking-check'] },
    },
  ])
})

t.test('an unknown id names those that exist', async (t) => {
  await t.rejects(loadScope('scs-compatibel-iaas'), {
    name: 'UsageError',
    message:
      'there is no scope "scs-compatibel-iaas" (did you mean scs-compatible-iaas?); there are scs-compatible-iaas, scs-compatible-kaas, scs-open-iaas, scs-open-kaas, scs-sovereign-iaas, scs-sovereign-kaas, or give the path of a file',
  })
  await t.rejects(loadScope(''), { name: 'UsageError', message: /^there is no scope ""; there are / })
  await t.rejects(loadScope('x'.repeat(5000)), { name: 'UsageError', message: /^there is no scope "x/ })
})

t.test('a file may have any name, if it is there', async (t) => {
  const folder = t.testdir({
    'my-scope': readFileSync(join(import.meta.dirname, '../standards/scopes/scs-compatible-kaas.yaml')),
  })
  const before = process.cwd()
  t.teardown(() => process.chdir(before))
  process.chdir(folder)
  t.same(await loadScope('my-scope'), await loadScope('scs-compatible-kaas'))
  t.same(await loadScope('./my-scope'), await loadScope('scs-compatible-kaas'))
})

t.test('JSON is YAML', async (t) => {
  const folder = t.testdir()
  const yaml = readFileSync(join(import.meta.dirname, '../standards/scopes/scs-compatible-kaas.yaml'), 'utf8')
  writeFileSync(join(folder, 'scope.json'), JSON.stringify(parse(yaml)))
  const { digest: _, ...scope } = await loadScope(join(folder, 'scope.json'))
  t.match(await loadScope('scs-compatible-kaas'), scope)
})

/** By hand in the official file, with a check here, so in our preview. */
const judged = new Set(['node-distribution-check'])

for (const layer of ['iaas', 'kaas']) {
  t.test(
    `our SCS-compatible ${layer} says what the official file says, and adds only to preview`,
    { skip },
    async (t) => {
      const file = join(reference, `scs-compatible-${layer}.yaml`)
      const [ours, official] = await Promise.all([loadScope(`scs-compatible-${layer}`), loadScope(file)])
      for (const key of ['id', 'uuid', 'name', 'url', 'level', 'layer', 'timeline'] as const) {
        t.same(ours[key], official[key], key)
      }
      const known = new Set(official.testcases.map(({ id }) => id))
      const versions = ({ versions }: typeof ours) =>
        versions.map(({ targets: { preview = [], ...targets }, ...version }) => {
          return {
            ...version,
            targets: { ...targets, preview: preview.filter((id) => known.has(id) && !judged.has(id)) },
          }
        })
      t.same(versions(ours), versions(official), 'versions')
      const facts = ({ testcases }: typeof ours) =>
        testcases
          .filter(({ id }) => known.has(id))
          .map(({ id, lifetime, section, manual, standard }) => {
            return { id, lifetime, section, manual: manual && !judged.has(id), standard }
          })
      t.same(facts(ours), facts(official), 'testcases')
      t.equal(official.digest, digestOf(readFileSync(file)))
    },
  )

  t.test(`our links for ${layer} are those of the official file`, { skip }, async (t) => {
    interface Linked {
      modules: { id: string; url: string; standard?: string }[]
      scripts: { testcases: { id: string; url: string }[] }[]
    }
    const official = parse(readFileSync(join(reference, `scs-compatible-${layer}.yaml`), 'utf8')) as Linked
    const ours = parse(
      readFileSync(join(import.meta.dirname, `../standards/scopes/scs-compatible-${layer}.yaml`), 'utf8'),
    ) as Linked
    const standards = await loadStandards()
    const urls = new Map(
      standards.flatMap(({ id, versions }) => versions.map(({ version, url }) => [`${id}-${version}`, url])),
    )
    const known = new Set(official.modules.map(({ id }) => id))
    t.same(
      ours.modules.filter(({ id }) => known.has(id)).map(({ id, standard = '' }) => [id, urls.get(standard)]),
      official.modules.map(({ id, url }) => [id, url]),
    )
    const { testcases } = await loadScope(`scs-compatible-${layer}`)
    // The official file links some testcases to the standard; ours always to the notes on testing.
    const notes = official.scripts.flatMap((script) => script.testcases).filter(({ url }) => /-w1-/.test(url))
    for (const { id, url } of notes) t.equal(testcases.find((testcase) => testcase.id === id)?.testNotesUrl, url, id)
  })
}
