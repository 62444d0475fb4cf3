import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { features } from './features.ts'
import { requiredFeatures } from './required-features.ts'

const names = Object.keys(features)
const judge = (kind: string | null, seen: readonly string[]) =>
  verdictOf(requiredFeatures, { registryFeatures: { url: 'https://r', kind, seen } })

t.test('the standard names sixteen; more than half is the majority', async (t) => {
  t.equal(names.length, 16)
  t.match(judge('Harbor', names.slice(0, 9)), { verdict: 'PASS', finding: { notes: [/quota management/] } })
  t.match(judge('Harbor', names.slice(0, 8)), { verdict: 'MISS', cause: { kind: 'manual', message: /only 8 of 16/ } })
})

t.test('another registry, none named', async (t) => {
  t.match(judge(null, []), { verdict: 'MISS', cause: { kind: 'manual', message: /no Harbor/ } })
  t.match(verdictOf(requiredFeatures, { registryFeatures: null }), {
    verdict: 'MISS',
    cause: { message: /--registry/ },
  })
})
