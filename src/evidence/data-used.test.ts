import t from 'tap'
import { dataUsed } from './data-used.ts'

t.test('documents of reference data among the facts, each once', async (t) => {
  const document = { name: 'releases', origin: 'bundled', reach: '2026-10-28', digest: 'sha256:00', content: {} }
  t.same(dataUsed({ flavors: [], nothing: null, text: 'x', data: document, again: { ...document } }), [
    { name: 'releases', origin: 'bundled', reach: '2026-10-28', digest: 'sha256:00' },
  ])
  t.same(dataUsed({ image: { name: 'x', digest: 'sha256:00' } }), [], 'what only looks a little like it')
})
