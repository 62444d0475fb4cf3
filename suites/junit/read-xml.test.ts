import t from 'tap'
import { ProbeError } from '../../src/fact.ts'
import { attribute, readXml } from './read-xml.ts'

const read = (text: string) =>
  readXml(
    text,
    (name) => name === 'b',
    (why) => new ProbeError('malformed', why),
  )

t.test('attributes, texts as they are written, lists where they are wanted', async (t) => {
  const document = await read('<a n="1"><b>&#39;07&amp;</b><c>x</c></a>')
  t.same(document, { a: { '@n': '1', b: ["'07&"], c: 'x' } })
  t.equal(attribute({ '@n': '1' }, 'n'), '1')
  t.equal(attribute({}, 'n'), '')
})

t.test('what is refused is malformed, whatever stumbles over it', async (t) => {
  const deep = (levels: number) => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`
  t.ok(await read(deep(10)))
  for (const [text, message] of [
    [deep(40), /nested/i],
    ['<a><constructor/></a>', /constructor/],
    ['<a>', /line 1/],
    ['<!DOCTYPE a><a/>', /document type/],
  ] as const)
    await t.rejects(read(text), { name: 'ProbeError', kind: 'malformed', message }, text.slice(0, 20))
})
