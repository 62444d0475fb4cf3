import t from 'tap'
import { sampleImage } from '../image-properties/sample-image.ts'
import { suite } from './index.ts'

t.test('20 testcases, and one image that passes them all', async (t) => {
  t.equal(new Set(suite.checks.map(({ id }) => id)).size, 20)
  const facts = { images: [sampleImage()], referenceTime: '2026-02-01T00:00:00.000Z' }
  for (const check of suite.checks) t.match(check.judge(facts), { violations: [], undecided: undefined }, check.id)
})

t.test('findings are plain data', async (t) => {
  const facts = {
    images: [sampleImage({ name: null }), sampleImage({ name: null })],
    referenceTime: '2026-02-01T00:00:00.000Z',
  }
  for (const check of suite.checks) {
    const finding = check.judge(facts)
    t.same(JSON.parse(JSON.stringify(finding)), finding, check.id)
  }
})
