import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import t from 'tap'
import { bundledFolder, bundledNames, bundledSchema, openBundledData, renderParsed } from './bundled-data.ts'
import { checkAgainst } from './schema-check.ts'
import { readYaml } from './yaml-document.ts'

t.test('parsed.json is what the YAML files say', async (t) => {
  const file = join(bundledFolder, 'parsed.json')
  const rendered = await renderParsed()
  if (process.env['TAP_SNAPSHOT'] === '1') writeFileSync(file, rendered)
  const isFresh = readFileSync(file, 'utf8') === rendered
  t.ok(isFresh, 'if not: TAP_SNAPSHOT=1 node src/bundled-data.test.ts, and commit standards/parsed.json')
})

for (const name of ['scope', 'official-scope', 'standard', 'provider', 'four-opens', 'subjects', 'notices'] as const) {
  t.test(`${name}.schema.json is a valid and strict schema`, async (t) => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false })
    formats.default(ajv)
    t.type(ajv.compile(await bundledSchema(name)), 'function')
  })
}

for (const kind of ['standards', 'scopes'] as const) {
  for (const name of await bundledNames(kind)) {
    t.test(`${name} holds to its schema and says which that is`, async (t) => {
      const document = await readYaml(join(bundledFolder, name))
      await checkAgainst(await bundledSchema(kind === 'scopes' ? 'scope' : 'standard'), document)
      const header = readFileSync(document.file, 'utf8').split('\n')[0]
      t.equal(header, `# yaml-language-server: $schema=${kind === 'scopes' ? '../scope' : 'standard'}.schema.json`)
      const { id } = document.data as { id: string }
      t.equal(name, kind === 'scopes' ? `scopes/${id}.yaml` : `${id}.yaml`, 'the file is named for its id')
    })
  }
}

t.test('a file edited since parsed.json was written is read as if from outside', async (t) => {
  const folder = join(t.testdir(), 'standards')
  cpSync(bundledFolder, folder, { recursive: true })
  const yaml = readFileSync(join(folder, 'opc.yaml'), 'utf8')
  writeFileSync(join(folder, 'opc.yaml'), yaml.replace('title: ', 'title: New '))
  const edited = await (await openBundledData(folder)).document('opc.yaml')
  t.match(edited?.data, { title: 'New OpenStack-powered compute' })

  writeFileSync(join(folder, 'opc.yaml'), yaml.replace('title: ', 'titel: '))
  const wrong = (await openBundledData(folder)).document('opc.yaml')
  await t.rejects(wrong, { name: 'UsageError', message: /opc\.yaml:4: titel: unknown key \(did you mean title\?\)/ })
})

t.test('without parsed.json the YAML files say the same', async (t) => {
  const folder = join(t.testdir(), 'standards')
  cpSync(bundledFolder, folder, { recursive: true })
  rmSync(join(folder, 'parsed.json'))
  const slow = await (await openBundledData(folder)).document('scs-0100.yaml')
  const fast = await (await openBundledData()).document('scs-0100.yaml')
  t.same(slow?.data, fast?.data)
  t.equal(slow?.digest, fast?.digest)
  t.equal(await (await openBundledData()).document('scs-9999.yaml'), undefined)
})
