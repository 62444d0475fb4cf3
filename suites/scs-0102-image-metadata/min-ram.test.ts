import t from 'tap'
import { sampleImage } from '../image-properties/sample-image.ts'
import { minRam } from './min-ram.ts'

function judge(minRamMiB: number, name: string | null = 'Debian 12') {
  return minRam.judge({ images: [sampleImage({ name, minRamMiB })] })
}

t.test('above zero passes, zero fails', async (t) => {
  t.same(judge(64), { examined: ['Debian 12'], violations: [], notes: [] })
  t.match(judge(0).violations, [{ subject: 'image Debian 12 (e5a1)', actual: 'min_ram not set' }])
})

t.test('very little is a note', async (t) => {
  t.match(judge(63), {
    violations: [],
    notes: [/image Debian 12 \(e5a1\): min_ram is only 63 MiB/],
    undecided: undefined,
  })
  t.match(judge(1), { violations: [] })
})

t.test('undecided where something is to be said about an image without a name', async (t) => {
  t.match(judge(0, null), { violations: [{}], undecided: {} })
  t.match(judge(63, null), { violations: [], undecided: {} })
  t.equal(judge(64, null).undecided, undefined)
})
