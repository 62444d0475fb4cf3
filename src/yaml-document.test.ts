import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { UsageError } from './usage-error.ts'
import { digestOf, readYaml, showPath } from './yaml-document.ts'

const folder = t.testdir()

t.test('tells the line of a key, of a list item and of what is missing', async (t) => {
  const document = await readYaml(
    written('# first\nname: x\ntimeline:\n  - date: 1\n  - {date: 2,\n     more: 3}\nlist: [1,\n  2]\n'),
  )
  t.same(document.data, { name: 'x', timeline: [{ date: 1 }, { date: 2, more: 3 }], list: [1, 2] })
  t.match(document.error(['timeline', 1, 'more'], 'is odd').message, /written\.yaml:6: timeline\[1\]\.more: is odd$/)
  t.match(document.error(['list', 1], 'is odd').message, /:8: list\[1\]: is odd$/)
  t.match(document.error(['timeline', 7, 'date'], 'is odd').message, /:3: timeline\[7\]\.date: is odd$/)
  t.match(document.error([], 'is odd').message, /:2: is odd$/)
})

t.test('follows aliases and merge keys', async (t) => {
  const document = await readYaml(written('a: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n  y: 2\n'))
  t.same(document.data, { a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: 2 } })
  t.match(document.error(['b', 'x'], 'is odd').message, /:2: b\.x: is odd$/)
})

t.test('reads JSON, and text behind a byte order mark; the digest is of the bytes', async (t) => {
  const bytes = Buffer.from('\uFEFF{"a": 1}')
  const document = await readYaml(written(bytes))
  t.same(document.data, { a: 1 })
  t.equal(document.digest, digestOf(bytes))
  t.match(document.digest, /^sha256:[0-9a-f]{64}$/)
})

const nine = (name: string) => `[${Array.from({ length: 9 }, () => name).join(',')}]`
const refused = {
  'an empty file': ['', /written\.yaml: is empty$/],
  'a file with nothing but a comment': ['# nothing\n', /: is empty$/],
  'a tab': ['a:\n\tb: 1\n', /:2: Tabs are not allowed as indentation$/],
  'a key that is there twice': ['a: 1\nb: 2\na: 3\n', /:3: Map keys must be unique$/],
  'a second document': ['a: 1\n---\nb: 2\n', /:2: a second document starts here/],
  'a tag of another language': ['a: !!python/object:os.system x\n', /:1: Unresolved tag/],
  'an alias to nothing': ['a: *b\n', /aliases cannot be followed \(Unresolved alias/],
  'aliases that explode': [
    `a: &a ${nine('x')}\nb: &b ${nine('*a')}\nc: &c ${nine('*b')}\nd: ${nine('*c')}\n`,
    /Excessive alias count/,
  ],
  'deep nesting': ['['.repeat(100_000), /is nested too deeply$/],
  'a binary file': [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), /: is a binary file, not YAML$/],
  'another encoding': [Buffer.from([0x61, 0x3a, 0x20, 0xe9]), /: is not text in UTF-8$/],
  'a large file': [Buffer.alloc(2 ** 20 + 1, 'a'), /: is larger than 1 MiB/],
} satisfies Record<string, [string | Buffer, RegExp]>

for (const [what, [content, sentence]] of Object.entries(refused)) {
  t.test(`refuses ${what} in one sentence`, async (t) => {
    const error = await readYaml(written(content)).then(
      () => t.fail('it was read'),
      (error: unknown) => error,
    )
    t.type(error, UsageError)
    t.match((error as UsageError).message, sentence)
    t.notMatch((error as UsageError).message, /\n/)
  })
}

t.test('refuses what is no readable file', async (t) => {
  mkdirSync(join(folder, 'folder.yaml'))
  await t.rejects(readYaml(join(folder, 'folder.yaml')), {
    name: 'UsageError',
    message: /folder\.yaml: is a directory/,
  })
  await t.rejects(readYaml(join(folder, 'none.yaml')), {
    name: 'UsageError',
    message: /none\.yaml: there is no such file$/,
  })
  await t.rejects(readYaml('/dev/zero'), { name: 'UsageError', message: /larger than 1 MiB/ })
})

t.test('quotes a key that could steer the terminal or mislead', (t) => {
  t.equal(showPath(['versions', 'v5.1', 'include', 0]), 'versions.v5.1.include[0]')
  t.equal(showPath(['\u001B[31m', 'a: b']), '["\\u001b[31m"]["a: b"]')
  t.end()
})

t.test('whatever the bytes: data, or a UsageError in one line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-a:{}[\] &*!|>'"\n\t]*$/)),
      async (content) => {
        const outcome = await readYaml(written(content)).catch((error: unknown) => error)
        return !(outcome instanceof Error) || (outcome instanceof UsageError && !outcome.message.includes('\n'))
      },
    ),
    { numRuns: 300 },
  )
})

function written(content: string | Uint8Array): string {
  const file = join(folder, 'written.yaml')
  writeFileSync(file, content)
  return file
}
