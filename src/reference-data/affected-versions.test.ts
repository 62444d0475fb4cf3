import t from 'tap'
import { affectedVersions, type RecordedVersion } from './affected-versions.ts'

const cases: readonly (readonly [RecordedVersion, ReturnType<typeof affectedVersions>])[] = [
  [
    { version: 'v1.34.0', lessThanOrEqual: 'v1.34.11' },
    { from: '1.34.0', through: '1.34.11' },
  ],
  [
    { version: '1.2.3', lessThan: '1.3.0' },
    { from: '1.2.3', before: '1.3.0' },
  ],
  [
    { version: '0', lessThanOrEqual: '1.28.11' },
    { from: '0.0.0', through: '1.28.11' },
  ],
  [
    { version: 'unspecified', lessThan: 'v1.8.9' },
    { from: '0.0.0', before: '1.8.9' },
  ],
  [
    { version: 'n/a', lessThan: 'v1.8.9' },
    { from: '0.0.0', before: '1.8.9' },
  ],
  // Were it read as "from the beginning", it would hide the patches of older minors that mend the same CVE.
  [{ version: 'v1.30.0-alpha.1', lessThan: 'v1.30.5' }, undefined],
  [{ version: 'v1.30.0-alpha.1', lessThan: '*' }, undefined],
  [
    { version: 'v1.30', lessThanOrEqual: 'v1.30.8' },
    { from: '1.30.0', through: '1.30.8' },
  ],
  [
    { version: 'v1.24.14', lessThanOrEqual: '<=' },
    { from: '0.0.0', through: '1.24.14' },
  ],
  [{ version: '1.3.0', lessThan: '*' }, { from: '1.3.0' }],
  [
    { version: '1.29.0', lessThan: '1.29.*' },
    { from: '1.29.0', before: '1.30.0' },
  ],
  [{ version: '<=v1.29.12' }, { from: '0.0.0', through: '1.29.12' }],
  [{ version: '< 1.8.0' }, { from: '0.0.0', before: '1.8.0' }],
  [{ version: 'v1.32.0 - v1.32.5' }, { from: '1.32.0', through: '1.32.5' }],
  [{ version: '1.9.x' }, { from: '1.9.0', before: '1.10.0' }],
  [{ version: '1.3.0' }, { from: '1.3.0', through: '1.3.0' }],
  [{ version: 'all' }, undefined],
  [{ version: 'v1.32.0 - v1.32' + '.x' }, undefined],
  [{ version: '1.2.0', lessThan: 'next' }, undefined],
  [{ version: '1.9.0', lessThanOrEqual: '1.8.0' }, undefined],
  [{ version: '1.10.0', lessThan: '1.9.0' }, undefined],
  [{ version: '1.0.0 - 1.1.0 - 1.2.0' }, undefined],
]

for (const [entry, range] of cases)
  t.test(JSON.stringify(entry), async (t) => t.strictSame(affectedVersions(entry), range))
