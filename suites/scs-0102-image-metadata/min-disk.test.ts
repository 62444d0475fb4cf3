import t from 'tap'
import { sampleImage } from '../image-properties/sample-image.ts'
import { minDisk } from './min-disk.ts'

const GiB = 1024 ** 3

function judge(minDiskGB: number, sizeBytes: number | null, name: string | null = 'Debian 12') {
  return minDisk.judge({ images: [sampleImage({ name, minDiskGB, sizeBytes })] })
}

t.test('as large as the image is enough, one byte less is not', async (t) => {
  t.strictSame(judge(2, 2 * GiB).violations, [])
  t.strictSame(judge(2, 2 * GiB + 1).violations, [
    {
      subject: 'image Debian 12 (e5a1)',
      expected: 'min_disk at least 3, in GiB',
      actual: 'min_disk 2, with 2147483649 bytes of data',
      remedy: 'openstack image set --min-disk 3 e5a1',
    },
  ])
})

t.test('zero is not set, also for an empty image', async (t) => {
  t.match(judge(0, 0).violations, [{ expected: 'min_disk at least 1, in GiB', actual: 'min_disk not set' }])
  t.strictSame(judge(1, 0).violations, [])
})

t.test('no size: undecided where there is something to compare, a violation where there is not', async (t) => {
  t.match(judge(8, null), { violations: [], undecided: { kind: 'malformed' } })
  t.match(judge(0, null), { violations: [{}], undecided: undefined })
})

t.test('an offender without a name: undecided', async (t) => {
  t.match(judge(0, 1, null), { violations: [{}], undecided: { kind: 'malformed' } })
  t.equal(judge(8, 1, null).undecided, undefined)
})
