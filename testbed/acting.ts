import type { CloudDescription } from './simulator/index.ts'

/** What picks them. */
export const actingTests =
  '^scs-01(01-(entropy-avail|fips-test)|15-default-rules|16-permissions|17-test-backup|23-s3-objects)$'
/** The testcases of a cloud that act on the subject, but for those that take two domain managers. */
export const acting = [
  'scs-0101-entropy-avail',
  'scs-0101-fips-test',
  'scs-0115-default-rules',
  'scs-0116-permissions',
  'scs-0117-test-backup',
  'scs-0123-s3-objects',
]

/** A cloud on which all of them pass. */
export const bootable = {
  images: [{ name: 'Debian 13', properties: { os_distro: 'debian', os_version: '13' } }],
  flavors: [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }],
}

/** The same, where volumes and servers take their time, so that a run can be ended in the middle of everything. */
export const sluggish: CloudDescription = {
  ...bootable,
  blockStorage: { changesTakeMs: 400 },
  compute: { boot: { outcome: 'stick' } },
}
