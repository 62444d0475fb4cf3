import fc from 'fast-check'
import t from 'tap'
import { resources, type Resource } from './api-schema.ts'
import { flawFinder } from './find-flaws.ts'

const findFlaws = await flawFinder()
const kinds = Object.keys(resources) as Resource[]

/** What a JSON pointer leads to; undefined where it leads nowhere. */
function at(body: unknown, pointer: string): unknown {
  let here = body
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string, unknown>)[key]
  }
  return here
}

const word = fc.constantFrom(
  'id',
  'displayName',
  'value',
  'severity',
  'order',
  'generation',
  'phases',
  'phase',
  'labels',
  'a/b',
  '~',
)
const leaf = fc.oneof(
  fc.constantFrom(null, 'x', '2026-01-01T00:00:00Z', true),
  fc.integer({ min: -2, max: 102 }),
  fc.uuid(),
)
const thing = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(word, tie('any'), { maxKeys: 4 }),
  ),
})).any

t.test('each place that is told is a place in the answer, and what is sound has no flaw', async () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.boolean(),
      fc.oneof(thing, fc.record({ data: thing })),
      (kind, isList, body) => {
        const { flaws, sound } = findFlaws(kind, isList, body)
        const isThere = flaws.every(({ pointer }) => at(body, pointer) !== undefined)
        const isSound = sound.every((data) => findFlaws(kind, false, { data }).flaws.length === 0)
        return isThere && isSound && (flaws.length > 0 || isList || sound.length === 1)
      },
    ),
  )
})

t.test('labels with any key; twenty flaws are enough of a long list', async (t) => {
  const labelled = (labels: unknown) => ({ data: { id: '6b1f4e5e-7d0c-4e0a-9a6b-0d9a4a4f7c11', labels } })
  t.strictSame(findFlaws('component', false, labelled({ 'a/b': 'x' })).flaws, [])
  t.match(findFlaws('component', false, labelled({ 'a/b': 1 })).flaws, [
    { pointer: '/data/labels/a~1b', expected: 'string', actual: '1' },
  ])
  const many = findFlaws('severity', true, { data: Array.from({ length: 100_000 }, () => 1) })
  t.equal(many.flaws.length, 20)
  t.equal(many.sound.length, 0)
})
