import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import fc from 'fast-check'
import t from 'tap'
import type { Sbom } from './model.ts'
import { readSbom } from './read-sbom.ts'

const folder = mkdtempSync(join(tmpdir(), 'scs-sbom-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
let count = 0

/** Reads these bytes as the file `x`. */
function read(content: string | Uint8Array): Promise<Sbom> {
  const path = join(folder, String(count++))
  writeFileSync(path, content)
  return readSbom({ path, name: 'x', layer: null })
}
const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')
const malformed = (message: RegExp) => ({ name: 'ProbeError', kind: 'malformed', message })
const cyclonedx = (fields: object) => JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...fields })
const named = (sbom: Sbom, name: string) => sbom.components.find((component) => component.name === name)

for (const format of ['cyclonedx', 'spdx'] as const) {
  t.test(`${format}: the bill that npm makes of this project`, async (t) => {
    const root = new URL('../..', import.meta.url)
    const args = ['sbom', '--sbom-format', format, '--package-lock-only']
    const text = execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    const sbom = await read(text)
    t.match(sbom.format, format === 'spdx' ? 'SPDX 2.3' : /^CycloneDX 1\.\d$/)
    t.match(sbom.subject, { version: '0.1.0', licences: [{ expression: 'Apache-2.0' }] })
    t.match(sbom.tools, [/^(npm.)?cli.\d+/])
    const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
      readonly packages: Readonly<Record<string, object>>
    }
    t.ok(sbom.components.length > 100 && sbom.components.length <= Object.keys(packages).length)
    t.match(named(sbom, 'undici'), { purl: /^pkg:npm\/undici@/, licences: [{ expression: 'MIT' }] })
    const broken = text.replace('"name": "undici"', '"name": 7')
    const at = named(sbom, 'undici')?.at ?? ''
    await t.rejects(read(broken), malformed(new RegExp(`^x: ${RegExp.escape(at)}\\.name: a text is expected here$`)))
    await t.rejects(read(text.slice(0, text.length / 2)), malformed(/the file ends in the middle; was it cut off\?/))
  })
}

t.test('CycloneDX in XML, as cyclonedx-py makes it', async (t) => {
  const text = sample('requests.cdx.xml')
  const sbom = await read(text)
  t.match(sbom, {
    format: 'CycloneDX 1.6',
    tools: ['cyclonedx-py 7.5.0', 'cyclonedx-python-lib 11.12.0'],
    subject: null,
  })
  t.same(
    sbom.components.map(({ name }) => name),
    ['certifi', 'charset-normalizer', 'idna', 'pip', 'requests', 'setuptools', 'urllib3'],
  )
  t.match(named(sbom, 'requests'), {
    at: /^line \d+$/,
    purl: 'pkg:pypi/requests@2.32.5',
    licences: [{ expression: 'Apache-2.0' }, { name: 'License :: OSI Approved :: Apache Software License' }],
  })
  await t.rejects(read(text.replace('</version>', '</verzion>')), malformed(/^x: line \d+: it is no XML: /))
  await t.rejects(read(text.replace('<name>idna</name>', '')), malformed(/^x: line 13\d: the component has no name$/))
  await t.rejects(read(text.slice(0, -20)), malformed(/^x: line \d+: it is no XML: unclosed tag/))
})

t.test('SPDX of packages of a distribution, as distro2sbom makes it: the same in both forms', async (t) => {
  const [text, json] = [sample('bash.spdx'), sample('bash.spdx.json')]
  const [one, other] = [await read(text), await read(json)]
  const { at: _, ...bash } = one.subject ?? { at: '' }
  t.match(other.subject, bash)
  t.match(one, { format: 'SPDX 2.3', about: 'bash', tools: ['distro2sbom-0.6.0'], createdAt: /^2026-11-24T/ })
  t.match(bash, {
    name: 'bash',
    version: '5.2.15-2+b8',
    purl: 'pkg:deb/debian/bash@5.2.15-2+b8?arch=amd64',
    licences: [{ expression: 'GPL-3.0-or-later' }],
    supplier: 'Matthias Klose',
  })
  t.match(named(one, 'base-files'), { licences: [{ expression: 'NOASSERTION' }] })
  await t.rejects(
    read(text.replace('PackageVersion: 12', 'PackageVersion 12')),
    malformed(/^x: line \d+: it is none of the form Tag: value$/),
  )
  await t.rejects(
    read(text.replace('SPDXRef-2-base-files', 'SPDXRef-3-debianutils')),
    malformed(/^x: line \d+: the reference "SPDXRef-3-debianutils" is that of line \d+ already$/),
  )
  await t.rejects(
    read(text.replace('SPDX-2.3', 'SPDX-2.9')),
    malformed(/SPDX 2\.9, which is not read; read are CycloneDX 1\.2 to 1\.7/),
  )
  await t.rejects(read(json.replace('"SPDX-2.3"', '"SPDX-3.0"')), malformed(/SPDX 3\.0, which is not read/))
})

t.test('each version that is read', async (t) => {
  for (const version of ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']) {
    const components = [{ type: 'library', name: 'a', licenses: [{ license: { id: 'MIT' } }] }]
    const xml =
      `<bom xmlns="http://cyclonedx.org/schema/bom/${version}"><components><component type="library"><name>a</name>` +
      '<licenses><license><id>MIT</id></license></licenses></component></components></bom>'
    for (const text of [cyclonedx({ specVersion: version, components }), xml]) {
      t.match(await read(text), {
        format: `CycloneDX ${version}`,
        components: [{ name: 'a', licences: [{ expression: 'MIT' }] }],
      })
    }
  }
  for (const version of ['2.2', '2.3']) {
    const packages = [{ SPDXID: 'SPDXRef-a', name: 'a', licenseDeclared: 'MIT' }]
    const tags = `SPDXVersion: SPDX-${version}\nPackageName: a\nPackageLicenseDeclared: MIT\n`
    for (const text of [JSON.stringify({ spdxVersion: `SPDX-${version}`, packages }), tags]) {
      t.match(await read(text), {
        format: `SPDX ${version}`,
        components: [{ name: 'a', licences: [{ expression: 'MIT' }] }],
      })
    }
  }
  await t.rejects(
    read('<bom xmlns="http://cyclonedx.org/schema/bom/1.1"/>'),
    malformed(/CycloneDX 1\.1, which is not read/),
  )
})

t.test('what is read of a component', async (t) => {
  const sbom = await read(
    cyclonedx({
      metadata: {
        timestamp: '2026-11-01T00:00:00Z',
        tools: [{ vendor: 'Anchore', name: 'syft', version: '1.0' }],
        component: { type: 'container', name: 'image', components: [{ type: 'library', name: 'inner' }] },
      },
      components: [
        {
          type: 'library',
          group: 'org.example',
          name: 'outer',
          licenses: [{ license: { id: 'MIT', text: { content: 'long' } } }, { license: { name: 'My own' } }],
          supplier: { name: 'Example' },
          evidence: { licenses: [{ license: { id: 'SSPL-1.0' } }] },
          components: [{ type: 'library', name: 'inner 2', components: [{ type: 'library', name: 'inner 3' }] }],
        },
        {
          type: 'container',
          name: 'nginx',
          hashes: [{ alg: 'SHA-256', content: 'AB'.repeat(32) }],
          licenses: [
            { license: { id: 'SSPL-1.0', acknowledgement: 'declared' } },
            { expression: 'BSD-2-Clause', acknowledgement: 'concluded' },
          ],
          properties: [{ name: 'aquasecurity:trivy:RepoDigest', value: `nginx@sha256:${'cd'.repeat(32)}` }],
        },
      ],
    }),
  )
  t.match(sbom, { about: 'image', tools: ['Anchore syft 1.0'], subject: { type: 'container' } })
  t.same(
    sbom.components.map(({ at, name }) => `${at} ${name}`),
    [
      'metadata.component.components[0] inner',
      'components[0].components[0].components[0] inner 3',
      'components[0].components[0] inner 2',
      'components[0] org.example/outer',
      'components[1] nginx',
    ],
  )
  t.same(sbom.components[3]?.licences, [{ expression: 'MIT' }, { name: 'My own' }])
  t.match(
    sbom.components[4],
    {
      digests: [`sha256:${'ab'.repeat(32)}`, `sha256:${'cd'.repeat(32)}`],
      licences: [{ expression: 'BSD-2-Clause' }],
    },
    'what was concluded counts more than what was declared',
  )
})

t.test('XML says the same as JSON', async (t) => {
  const xml = await read(`<?xml version="1.0" encoding="UTF-8"?>
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.4" version="1"><b:metadata><b:timestamp>2026-11-01T00:00:00Z</b:timestamp>
<b:tools><b:tool><b:vendor>v</b:vendor><b:name>tool</b:name><b:version>2</b:version></b:tool></b:tools>
<b:component type="application"><b:name>whole</b:name></b:component></b:metadata><b:components>
<b:component type="container" bom-ref="r"><b:group>g</b:group><b:name>a&amp;b</b:name><b:version>1</b:version>
<b:hashes><b:hash alg="SHA-256">${'ab'.repeat(32)}</b:hash></b:hashes>
<b:licenses><b:license><b:name><![CDATA[My <own>]]></b:name><b:text>x</b:text></b:license><b:expression>MIT OR ISC</b:expression></b:licenses>
<b:purl>pkg:oci/a</b:purl><b:components><b:component type="library"><b:name>in</b:name></b:component></b:components>
<b:evidence><b:licenses><b:license><b:id>SSPL-1.0</b:id></b:license></b:licenses></b:evidence></b:component>
</b:components><b:services><b:service><b:name>no component</b:name></b:service></b:services></b:bom>`)
  t.match(xml, { format: 'CycloneDX 1.4', about: 'whole', tools: ['tool 2'], subject: { type: 'application' } })
  t.same(
    xml.components.map(({ name }) => name),
    ['in', 'g/a&b'],
  )
  t.match(xml.components[1], {
    digests: [`sha256:${'ab'.repeat(32)}`],
    licences: [{ name: 'My <own>' }, { expression: 'MIT OR ISC' }],
  })
})

t.test(
  'licences of an SPDX package: what was concluded, else what was declared; names of its own licences',
  async (t) => {
    const one = (fields: object) => ({ SPDXID: `SPDXRef-${count++}`, name: 'p', ...fields })
    const sbom = await read(
      JSON.stringify({
        spdxVersion: 'SPDX-2.3',
        name: 'doc',
        creationInfo: { created: '2026-11-01T00:00:00Z', creators: ['Tool: t-1', 'Organization: o'] },
        packages: [
          one({ licenseConcluded: 'NOASSERTION', licenseDeclared: 'MIT' }),
          one({ licenseConcluded: 'ISC', licenseDeclared: 'MIT' }),
          one({ licenseConcluded: 'LicenseRef-1' }),
          one({}),
        ],
        hasExtractedLicensingInfos: [
          { licenseId: 'LicenseRef-1', name: 'My own', extractedText: 'x' },
          { licenseId: 'LicenseRef-2', name: 'of nobody', extractedText: 'x' },
        ],
      }),
    )
    t.same(
      sbom.components.map(({ licences }) => licences),
      ['MIT', 'ISC', 'LicenseRef-1', 'NOASSERTION'].map((expression) => [{ expression }]),
    )
    t.same(sbom.licenceRefs, { 'LicenseRef-1': 'My own' })
    t.match(sbom, { about: 'doc', tools: ['t-1'], subject: null })
  },
)

t.test('XML: elements of other namespaces say nothing, whatever their names; prefixes are no matter', async (t) => {
  const uri = 'http://cyclonedx.org/schema/bom/1.5'
  const foreign = '<x:name>other</x:name><x:licenses><x:license><x:id>MIT</x:id></x:license></x:licenses>'
  const component = (more: string) =>
    `<bom xmlns="${uri}" xmlns:x="urn:x"><components><component><name>a</name>${more}</component></components></bom>`
  t.strictSame((await read(component(foreign))).components, [{ at: 'line 1', name: 'a' }])
  const prefixed = component(foreign)
    .replaceAll(/<(\/?)x:/g, '<$1c:')
    .replace('xmlns:x="urn:x"', `xmlns:c="${uri}"`)
  t.match((await read(prefixed)).components, [{ name: 'other', licences: [{ expression: 'MIT' }] }])
})

t.test('a word where the components belong is no empty list', async (t) => {
  const expected = (key: string) => malformed(new RegExp(`^x: ${key}: a list or an object is expected here`))
  await t.rejects(read(cyclonedx({ components: 'none' })), expected('components'))
  const spdx = { spdxVersion: 'SPDX-2.3', name: 'x' }
  await t.rejects(read(JSON.stringify({ ...spdx, packages: 'none' })), expected('packages'))
  t.match(await read(JSON.stringify({ ...spdx, packages: [] })), { components: { length: 0 } })
})

t.test('what a document is of may be told from either side', async (t) => {
  const packages = ['a', 'b'].map((name) => ({ SPDXID: `SPDXRef-${name}`, name }))
  const either = [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-b' },
    { spdxElementId: 'SPDXRef-b', relationshipType: 'DESCRIBED_BY', relatedSpdxElement: 'SPDXRef-DOCUMENT' },
  ]
  for (const one of either) {
    const json = await read(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages, relationships: [one] }))
    const tags = packages.map(({ SPDXID, name }) => `PackageName: ${name}\nSPDXID: ${SPDXID}\n`).join('')
    const { spdxElementId, relationshipType, relatedSpdxElement } = one
    const text = await read(
      `SPDXVersion: SPDX-2.3\n${tags}Relationship: ${spdxElementId} ${relationshipType} ${relatedSpdxElement}\n`,
    )
    for (const sbom of [json, text]) t.match(sbom, { about: 'b', subject: { name: 'b' }, components: [{ name: 'a' }] })
  }
})

t.test('texts of tag-value over several lines are passed over', async (t) => {
  const sbom = await read(
    'SPDXVersion: SPDX-2.2\r\nDocumentName: d\r\nCreator: Tool: t\r\nCreated: 2026-11-01T00:00:00Z\r\n' +
      'PackageName: a\r\nPackageCopyrightText: <text>one\r\nPackageName: not this\r\ntwo</text>\r\nPackageVersion: 1\r\n' +
      'FileName: f\r\nSPDXID: SPDXRef-f\r\nLicenseID: LicenseRef-a\r\nExtractedText: <text>x</text>\r\nLicenseName: A\r\n',
  )
  t.match(sbom, { format: 'SPDX 2.2', components: [{ name: 'a', version: '1' }] })
  await t.rejects(
    read('SPDXVersion: SPDX-2.2\nPackageComment: <text>a\nb\n'),
    malformed(/^x: line 2: its <text> has no end/),
  )
})

t.test('what cannot be read is refused with its place and the way out', async (t) => {
  const components = (...all: object[]) => cyclonedx({ components: all })
  const refusals: readonly [string | Uint8Array, RegExp][] = [
    ['', /^x: it is empty$/],
    ['hello', /^x: it is no bill of materials; read are/],
    ['{}', /^x: it is JSON, but neither CycloneDX \(bomFormat\) nor SPDX/],
    [
      '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{}]}',
      /^x: it is SPDX 3 in JSON-LD, .*SPDX 2\.3 or CycloneDX/,
    ],
    ['<html><body/></html>', /^x: line 1: it is XML, but no CycloneDX/],
    [cyclonedx({ specVersion: '2.0' }), /^x: specVersion: it is CycloneDX 2\.0, which is not read; read are/],
    [components({ type: 'library' }), /^x: components\[0\]\.name: it has no name$/],
    [components({ name: 'a', licenses: 'MIT' }), /^x: components\[0\]\.licenses: a list is expected here$/],
    [components({ name: 'a', licenses: [{}] }), /^x: components\[0\]\.licenses\[0\]\.license: it has no license$/],
    [
      components({ name: 'a', 'bom-ref': 'r' }, { name: 'b', 'bom-ref': 'r' }),
      /^x: components\[1\]: the reference "r" is that of components\[0\] already$/,
    ],
    [
      '{"bomFormat":"CycloneDX","components":[{"name":"a","name":"b"}]}',
      /^x: components\[0\]\.name: the key "name" is there twice/,
    ],
    ['{"bomFormat":"CycloneDX","bomFormat":"CycloneDX"}', /^x: bomFormat: the key "bomFormat" is there twice/],
    [cyclonedx({ specVersion: 1.6 }), /^x: specVersion: a text is expected here$/],
  ]
  for (const [content, message] of refusals) await t.rejects(read(content), malformed(message), message.source)
  await t.rejects(readSbom({ path: join(folder, 'nowhere'), name: 'n', layer: null }), {
    kind: 'dependency',
    message: 'n does not exist',
  })
  await t.rejects(readSbom({ path: folder, name: 'n', layer: null }), { kind: 'dependency', message: 'n is a folder' })
})

t.test('hostile files are refused, each with its cause', async (t) => {
  const deep = 1_000_000
  const huge = 'x'.repeat(6 * 2 ** 20)
  const bom = (inner: string, before = '') =>
    `<?xml version="1.0"?>${before}<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${inner}</bom>`
  const refusals: readonly [string, string | Uint8Array, RegExp][] = [
    ['a deep list', '['.repeat(deep), /^x: it is no bill of materials/],
    [
      'deep JSON where nothing is read',
      `{"bomFormat":"CycloneDX","x":${'['.repeat(deep)}`,
      /nested more than 100 deep/,
    ],
    ['deep components', `{"components":${'[{"name":"a","components":'.repeat(deep / 10)}`, /nested more than 100 deep/],
    ['deep XML', bom('<a>'.repeat(deep)), /^x: line 1: it is nested more than 100 deep$/],
    [
      'entities',
      bom('&b;', '<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
      /document type, which may declare entities/,
    ],
    ['files by entities', bom('&f;', '<!DOCTYPE bom [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), /document type/],
    ['entities that nobody declared', bom('<x>&lol;</x>'), /it is no XML: undefined entity/],
    [
      'a huge text in JSON',
      cyclonedx({ components: [{ name: huge }] }),
      /^x: components\[0\]\.name: a text has more than 4 MiB/,
    ],
    ['a huge text that is not read', cyclonedx({ x: huge }), /a text has more than 4 MiB/],
    ['a huge text in XML', bom(`<x>${huge}</x>`), /a text has more than 4 MiB/],
    ['a huge comment in XML', bom(`<!--${huge}-->`), /a text has more than 4 MiB/],
    [
      'a huge text in tag-value',
      `SPDXVersion: SPDX-2.3\nPackageName: ${huge}`,
      /^x: line 2: a text has more than 4 MiB/,
    ],
    [
      'a huge text over lines',
      `SPDXVersion: SPDX-2.3\nPackageComment: <text>${'line\n'.repeat(2 ** 21)}`,
      /^x: line 2: a text has/,
    ],
    [
      'a name that takes long to look at',
      cyclonedx({ components: [{ type: 'container', name: `${':'.repeat(1e6)}/` }] }),
      /^x: components\[0\]: its name has more than 4000 letters$/,
    ],
    [
      'a line that takes long to look at',
      `SPDXVersion: SPDX-2.3\nPackageName: a\nPackageSupplier: (${' '.repeat(1e6)}(b\n`,
      /^x: line 2: its supplier has more than 4000 letters$/,
    ],
    ['gzip', gzipSync(cyclonedx({})), /^x: it is compressed; unpack it first$/],
    ['zip', zipSync({ 'a.json': Buffer.from(cyclonedx({})) }), /compressed/],
    ['UTF-16', Buffer.from(`\ufeff${cyclonedx({})}`, 'utf16le'), /^x: it is not text in UTF-8 \(UTF-16/],
    ['UTF-16 without a mark', Buffer.from(cyclonedx({}), 'utf16le'), /not text in UTF-8/],
    [
      'Latin-1 in JSON',
      Buffer.from(cyclonedx({ components: [{ name: 'Müller und Söhne' }] }), 'latin1'),
      /not text in UTF-8/,
    ],
    ['Latin-1 in XML', Buffer.from(bom('<x>Müller und Söhne</x>'), 'latin1'), /not text in UTF-8/],
    ['XML that says Latin-1', bom('').replace('?>', ' encoding="ISO-8859-1"?>'), /ISO-8859-1; only UTF-8 is read/],
    ['two documents', `${cyclonedx({})}${cyclonedx({})}`, /something follows the end of the document|it is no JSON/],
  ]
  for (const [what, content, message] of refusals) await t.rejects(read(content), malformed(message), what)
})

t.test('the text of a licence in the place of its name is cut, and stays a name', async (t) => {
  const name = `MIT License\n${'Permission is hereby granted, '.repeat(1000)}`
  const { components } = await read(
    cyclonedx({
      components: [
        { name: 'a', licenses: [{ license: { name } }] },
        { name: 'b', licenses: null },
      ],
    }),
  )
  t.same(components[0]?.licences, [{ name: name.slice(0, 300) }])
  t.same(components[1], { at: 'components[1]', name: 'b' })
})

t.test('a mark at the beginning of UTF-8 is none of the text', async (t) => {
  t.match(await read(`\ufeff${cyclonedx({ components: [{ name: 'Größe' }] })}`), { components: [{ name: 'Größe' }] })
  t.match(await read('\ufeff<bom xmlns="http://cyclonedx.org/schema/bom/1.2"/>'), { format: 'CycloneDX 1.2' })
})

t.test('keys in whatever order, and keys that are special to JavaScript', async (t) => {
  const text = `{"components":[{"__proto__":{"name":"no"},"name":"a","constructor":1}],"__proto__":{"bomFormat":"no"},"specVersion":"1.5","bomFormat":"CycloneDX"}`
  t.match(await read(text), { format: 'CycloneDX 1.5', components: [{ name: 'a' }] })
})

t.test('whatever JSON there is, it is read as JSON.parse reads it, in pieces of any size', async () => {
  const { jsonReader } = await import('./json-events.ts')
  const whole = (bytes: Uint8Array, size: number) => {
    let value: unknown
    const reader = jsonReader('x', {
      choose: (path) => (path.length === 0 ? 'take' : 'keep'),
      take: (taken) => (value = taken),
    })
    for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size))
    reader.end()
    return value
  }
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6 }).filter((value) => typeof value === 'object' && value !== null),
      fc.integer({ min: 1, max: 50 }),
      (value, size) => {
        const text = JSON.stringify(value)
        return JSON.stringify(whole(Buffer.from(text), size)) === text
      },
    ),
  )
})

t.test('whatever text there is, it is read or refused, with the file', async () => {
  const parts = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"a"',
    ':',
    ',',
    '"components"',
    '"bomFormat"',
    '"CycloneDX"',
    '1',
    'null',
    '<bom>',
    'SPDXVersion: SPDX-2.3\n',
    'PackageName: a\n',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 30 }), async (texts) => {
      try {
        await read(texts.join(''))
        return true
      } catch (error) {
        return error instanceof Error && error.name === 'ProbeError' && error.message.startsWith('x: ')
      }
    }),
    { numRuns: 300 },
  )
})
