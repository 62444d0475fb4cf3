import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import { inShape, readHandedInJson, record, shownPath, text, wire } from './handed-in.ts'
import { findDepth } from './json-depth.ts'

const file = (content: string | Uint8Array) => {
  const path = join(folder(), 'x.json')
  writeFileSync(path, content)
  return path
}
const refused = (content: string | Uint8Array) => readHandedInJson(file(content), 'scans/x.json')

t.test('what can be parsed is, and what cannot is refused with file and cause', async (t) => {
  t.same(await readHandedInJson(file('{"a": [1]}'), 'x.json'), { a: [1] })
  await t.rejects(refused('{"a":\n [1]'), { kind: 'malformed', message: 'scans/x.json:2: is no JSON, or breaks off' })
  const said = await refused('s3cr3t-token').catch((error: unknown) => String(error))
  t.notMatch(said, /s3c/, 'the wrong file may hold a secret')
  await t.rejects(refused(new Uint8Array([0xff, 0xfe])), { message: 'scans/x.json: is not text in UTF-8' })
  await t.rejects(readHandedInJson('/nowhere/x.json', 'x.json'), { message: 'x.json: does not exist' })
  await t.rejects(readHandedInJson(folder(), 'x.json'), { kind: 'malformed', message: 'x.json: is a folder' })
})

t.test('a link that leads to itself is refused', async (t) => {
  const path = join(folder(), 'x.json')
  symlinkSync(path, path)
  await t.rejects(readHandedInJson(path, 'x.json'), { message: 'x.json: cannot be read (ELOOP)' })
})

t.test('a million levels are refused, with the line; a hundred are not', async (t) => {
  await t.rejects(refused(`{"a":\n${'['.repeat(1_000_000)}`), { message: /^scans\/x\.json:2: is nested more than 100/ })
  t.ok(await readHandedInJson(file('['.repeat(100) + ']'.repeat(100)), 'x.json'))
  t.equal(findDepth('"[[[\\"[[["', 0), undefined, 'brackets in strings are none')
})

t.test('property: the depth found is that of the document', (t) => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (json) => {
      const depth = depthOf(JSON.parse(json))
      t.equal(findDepth(json, depth), undefined)
      if (depth > 0) t.ok(findDepth(json, depth - 1))
    }),
  )
  t.end()
})

t.test('what is too large is refused before it is read', async (t) => {
  await t.rejects(refused(new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20)), { message: /larger than 64 MiB/ })
})

t.test('what has another shape is refused with the place', async (t) => {
  const shape = wire<{ readonly id: string }>('list of things', record({ id: text }))
  t.same(await inShape({ id: 'a' }, shape, 'x.json'), { id: 'a' })
  await t.rejects(inShape({ id: 1 }, shape, 'x.json'), {
    kind: 'malformed',
    message: 'x.json: is no list of things: /id must be string',
  })
})

t.test('paths are shown from where the provider file lies', (t) => {
  t.equal(shownPath({ file: '/home/me/provider.yaml' }, '/home/me/vex/iaas.json'), 'vex/iaas.json')
  t.end()
})
