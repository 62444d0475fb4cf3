import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { validateReport } from '../../reports/validate.ts'
import { loadScope, loadStandards } from '../standards.ts'
import { unpack } from './archive.ts'
import { readBundle, withSignature, writeBundle, type Bundle } from './bundle.ts'

const bundle: Bundle = {
  judged: [
    {
      scope: await loadScope('scs-compatible-iaas'),
      report: reportOf({ 'scs-0100-syntax-check': { verdict: 'PASS' } }),
    },
  ],
  recording: { flavors: [{ name: 'SCS-1V-4' }], images: [] },
  standards: (await loadStandards()).filter(({ id }) => id === 'scs-0100'),
  data: [],
}
const written = writeBundle(bundle, (report) => JSON.stringify(report))

t.test('what was written is read back, and the same run gives the same bytes', async (t) => {
  const read = await readBundle(written, validateReport)
  t.match(read, bundle)
  t.same(read.tampering, [])
  t.same(Buffer.from(writeBundle(bundle, (report) => JSON.stringify(report))).equals(written), true)
  t.equal((await readBundle(await withSignature(written, 'armored'), validateReport)).signature, 'armored')
})

t.test('a change of any file, one more or one less is found and named', async (t) => {
  const files = await unpack(written)
  for (const name of ['facts.json', 'data.json', 'scopes/scs-compatible-iaas.json', 'standards/scs-0100.json']) {
    const changed = zipSync({ ...files, [name]: strToU8(`${new TextDecoder().decode(files[name])} `) })
    t.match((await readBundle(changed, validateReport)).tampering, [new RegExp(`^${name} was changed`)])
  }
  t.match((await readBundle(zipSync({ ...files, 'x.txt': strToU8('x') }), validateReport)).tampering, [
    'x.txt is not in the manifest',
  ])
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as { files: Record<string, unknown> }
  manifest.files['gone.json'] = { sha256: '0', bytes: 0 }
  const less = zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify(manifest)) })
  t.match((await readBundle(less, validateReport)).tampering, ['gone.json is missing'])
})

t.test('a flipped byte anywhere is refused or named, and never changes what is read unseen', async () => {
  const original = await unpack(written)
  await fc.assert(
    fc.asyncProperty(fc.nat(written.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Uint8Array.from(written)
      changed[at] = (changed[at] ?? 0) ^ mask
      try {
        const read = await readBundle(changed, validateReport)
        if (read.tampering.length > 0) return true
        // Not in any file: the archive's own dates and flags.
        const files = await unpack(changed)
        return Object.entries(original).every(
          ([name, content]) => name === 'manifest.json' || Buffer.from(content).equals(files[name] ?? new Uint8Array()),
        )
      } catch {
        return true
      }
    }),
    { numRuns: 300 },
  )
})

t.test('what is no bundle is refused with the place', async (t) => {
  const files = await unpack(written)
  const { 'manifest.json': manifest = new Uint8Array(), ...rest } = files
  const refused = (archive: Uint8Array, why: RegExp) => t.rejects(readBundle(archive, validateReport), { message: why })
  await refused(strToU8('not a zip'), /is not a ZIP archive/)
  await refused(zipSync(rest), /holds no manifest\.json/)
  await refused(zipSync({ ...files, 'manifest.json': strToU8('{"format":"other"}') }), /not of the format/)
  await refused(zipSync({ ...files, 'facts.json': strToU8('{') }), /facts\.json is not JSON/)
  for (const facts of ['null', '[]', '"facts"'])
    await refused(zipSync({ ...files, 'facts.json': strToU8(facts) }), /facts\.json is no mapping of facts/)
  for (const data of ['null', '{}', '[null]'])
    await refused(zipSync({ ...files, 'data.json': strToU8(data) }), /data\.json is no list of the data/)
  await refused(zipSync({ 'manifest.json': manifest }), /holds no report/)
  await refused(zipSync({ ...files, 'reports/x.json': strToU8('{}') }), /reports\/x\.json is no scs-conformance-report/)
})

t.test('a hostile archive is refused before it is unpacked', async (t) => {
  for (const name of ['../evil', '/etc/passwd', 'a/../../b', 'a\\b']) {
    await t.rejects(unpack(zipSync({ [name]: strToU8('x') })), { message: /no bundle has/ }, name)
  }
  const bomb = zipSync({ 'facts.json': new Uint8Array(600 * 2 ** 20) }, { level: 1 })
  await t.rejects(unpack(bomb), { message: /larger than 512 MiB/ })
  const many = zipSync(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, strToU8('')])))
  await t.rejects(unpack(many), { message: /more than 1000 files/ })
})
