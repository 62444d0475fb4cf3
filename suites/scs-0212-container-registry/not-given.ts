import type { Finding } from '../../src/check.ts'

/** The finding where no registry was named. */
export const notGiven: Finding = {
  examined: [],
  violations: [],
  undecided: {
    kind: 'manual',
    message:
      'no container registry was named; where the provider offers one, name it with --registry URL, or have it attested',
  },
}
