import t from 'tap'
import { sample, sampleText } from './golden/sample.ts'
import { format } from './json.ts'

function backwards(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, backwards(each)]),
  )
}

t.test('loses nothing', async (t) => {
  t.same(JSON.parse(format.render(sample)), JSON.parse(sampleText))
})

t.test('keys come in the order of the schema, however the report was put together', async (t) => {
  const { results, versions, level, ...rest } = sample
  const shuffled = { ...(backwards(rest) as typeof rest), level, results, versions }
  t.equal(format.render(shuffled), sampleText)
})
