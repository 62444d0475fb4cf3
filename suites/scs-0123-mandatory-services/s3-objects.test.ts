import t from 'tap'
import { s3Objects } from './s3-objects.ts'
import type { S3Trial } from './s3-trial.ts'

const url = 'https://s3.example.org/'
const judge = (s3Trial: S3Trial) => s3Objects.judge({ s3Trial })

t.test('stored and deleted; no object store is for an attestation', async (t) => {
  t.same(judge({ outcome: 'stored', url, leftover: null }), { examined: [url], violations: [], notes: [] })
  t.match(judge({ outcome: 'no object store' }), { violations: [], undecided: { kind: 'manual' } })
})

t.test('a step that failed, and a deletion that was forbidden', async (t) => {
  const failed = { outcome: 'failed', url, step: 'get the object', message: 'other bytes' } as const
  t.match(judge({ ...failed, leftover: null }).violations, [{ actual: 'could not get the object: other bytes' }])
  const left = (refused: 'forbidden' | 'unreachable' | null) => ({ refused, message: 'left' })
  t.match(judge({ ...failed, leftover: left(null) }), { violations: [{}], notes: ['left'], undecided: undefined })
  t.match(judge({ outcome: 'stored', url, leftover: left('forbidden') }).violations, [{ actual: 'left' }])
  t.match(judge({ outcome: 'stored', url, leftover: left('unreachable') }), {
    violations: [],
    undecided: { kind: 'unreachable' },
  })
  t.match(judge({ outcome: 'stored', url, leftover: left(null) }), {
    violations: [],
    notes: ['left'],
    undecided: undefined,
  })
})
