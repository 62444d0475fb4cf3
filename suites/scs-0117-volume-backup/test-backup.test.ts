import t from 'tap'
import type { BackupTrial } from './facts.ts'
import { testBackup } from './test-backup.ts'

const volume = { id: 'a', status: 'available', sizeGiB: 1, isBootable: false }
const clean = { leftover: null, undeletable: [] } as const
const restored = { outcome: 'restored', volume, restored: { ...volume, id: 'b' }, ...clean } as const
const judge = (backupTrial: BackupTrial) => testBackup.judge({ backupTrial })

t.test('backed up and restored', async (t) => {
  t.match(judge(restored), { violations: [], notes: [] })
  t.notOk('undecided' in judge(restored))
  t.match(judge({ ...restored, restored: { ...volume, isBootable: true } }), {
    violations: [],
    notes: ['the restored volume is bootable, other than the first one'],
  })
  t.match(judge({ ...restored, restored: { ...volume, sizeGiB: 2 } }).violations, [])
  t.match(judge({ ...restored, volume: { ...volume, sizeGiB: 2 } }).violations, [
    { actual: /1 GiB, and the first one 2/ },
  ])
})

t.test('no backup service is told from a broken one, and from a forbidden one', async (t) => {
  const missing = { actual: /no backup service|no block storage/, remedy: /^set up cinder-backup/ }
  const refused = (step: 'volume' | 'backup' | 'restored volume', status: number) =>
    judge({ outcome: 'refused', step, status, message: 'no', ...clean }).violations
  const broken = (status: string | null, reason: string | null = null) =>
    judge({ outcome: 'broken', step: 'backup', status, reason, ...clean }).violations
  t.match(judge({ outcome: 'no block storage' }).violations, [missing])
  t.match(refused('backup', 404), [missing])
  t.match(refused('backup', 503), [missing])
  t.match(broken('error', 'Service not found for creating backup.'), [missing])
  t.match(refused('restored volume', 404), [
    { actual: /^the restored volume was refused/, remedy: /^look at the logs/ },
  ])
  t.match(refused('backup', 403), [{ remedy: /^let the policy/ }])
  t.match(refused('backup', 400), [{ remedy: /^look at the logs/ }])
  t.match(broken('error', 'disk full'), [{ actual: 'the backup ended in status error: disk full', remedy: /^look/ }])
  t.match(broken(null), [{ actual: 'the backup vanished while it was made' }])
})

t.test('cleaning up: forbidden or given up is seen; what only goes on is not', async (t) => {
  const left = (refused: 'forbidden' | 'unreachable' | null, undeletable: readonly string[] = []) =>
    judge({ ...restored, leftover: { refused, message: 'left' }, undeletable })
  t.match(left('forbidden'), { violations: [{ actual: 'left' }], notes: ['left'], undecided: undefined })
  t.match(left(null, ['x ended in error_deleting']), { violations: [{ actual: /^x ended/ }], undecided: undefined })
  t.match(left(null), { violations: [], undecided: { kind: 'timeout', message: 'left' } })
  t.match(left('unreachable'), { violations: [], undecided: { kind: 'unreachable' } })
})

t.test('a leftover does not hide what was seen before', async (t) => {
  const leftover = { refused: null, message: 'left' }
  const { violations, undecided } = judge({
    outcome: 'broken',
    step: 'backup',
    status: 'error',
    reason: null,
    leftover,
    undeletable: [],
  })
  t.equal(violations.length, 1)
  t.equal(undecided, undefined)
})
