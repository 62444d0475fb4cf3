import type { Finding } from '../../src/check.ts'

/** Of a run in which nobody handed in a bill of materials. */
export const notHandedIn: Finding = {
  examined: [],
  violations: [],
  undecided: {
    kind: 'manual',
    message:
      'no bill of materials was handed in; name CycloneDX or SPDX files as sboms in a file, and that file by --provider (docs/provider-file.md)',
  },
}
