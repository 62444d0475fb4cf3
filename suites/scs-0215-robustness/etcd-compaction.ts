import { check } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags } from '../control-plane-flags/judge-flags.ts'

/**
 * Clause (MUST): auto-compaction-mode is periodic and auto-compaction-retention is 8h.
 *
 * `8` and `480m` say the same as `8h`. Periodic is etcd's default, so only another mode is a violation; the default of the
 * retention is never. An etcd with a configuration file may have them there, which is not seen.
 */
export const etcdCompaction = check({
  id: 'scs-0215-etcd-compaction',
  title: 'etcd compacts its keyspace periodically, keeping eight hours',
  section: 'scs-0215-v1#etcd-compaction',
  needs: { controlPlane },
  judge: ({ controlPlane }) =>
    judgeFlags(controlPlane, 'etcd', (flags, subject) => {
      if (flags['config-file']) return { unclear: `${subject} is configured by a file that cannot be seen` }
      const mode = flags['auto-compaction-mode'] ?? 'periodic'
      const retention = flags['auto-compaction-retention'] ?? '0'
      if (mode === 'periodic' && secondsIn(retention) === 8 * 3600) return {}
      const expected = '--auto-compaction-mode=periodic and --auto-compaction-retention=8h'
      const actual = `--auto-compaction-mode=${mode} and --auto-compaction-retention=${retention}`
      return { violations: [{ subject, expected, actual, remedy: `start etcd with ${expected}` }] }
    }),
})

/** Go's durations, or a plain number of hours; NaN for anything else. */
function secondsIn(duration: string): number {
  if (/^\d+$/.test(duration)) return Number(duration) * 3600
  if (!/^(\d+(\.\d+)?[hms])+$/.test(duration)) return Number.NaN
  const parts = [...duration.matchAll(/([\d.]+)([hms])/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1), 0)
}
