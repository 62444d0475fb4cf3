import type { Finding } from '../../src/check.ts'

/** Nobody has named a status page. */
export const noStatusPage: Finding = {
  examined: [],
  violations: [],
  undecided: {
    kind: 'manual',
    message:
      'no status page is handed in: name its API by statusPage in the file of --provider (docs/provider-file.md)',
  },
}
