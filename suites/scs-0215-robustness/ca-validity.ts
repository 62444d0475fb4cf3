import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { authorities } from './facts.ts'

/**
 * Clause (RECOMMENDED): authorities are renewed before they expire.
 *
 * The standard sets no time. Ours: a certificate cannot outlive its authority, so an authority with less than a year left can
 * no longer sign what the yearly rotation needs. While an authority is being replaced there are two; it is enough that one
 * of them lasts.
 */
export const caValidity = check({
  id: 'scs-0215-ca-validity',
  title: 'A certificate authority of the cluster is valid for another year (recommended)',
  section: 'scs-0215-v1#certificate-rotation-1',
  needs: { authorities, referenceTime },
  judge({ authorities, referenceTime }) {
    const inOneYear = Date.parse(referenceTime) + 365 * 86_400_000
    const lasts = authorities.some(({ notAfter }) => Date.parse(notAfter) >= inOneYear)
    const violations = authorities.map(({ subject, notAfter }) => ({
      subject: `certificate authority ${subject}`,
      expected: 'valid for at least another year',
      actual: `it ends on ${notAfter}`,
      remedy: "renew it as 'Manual Rotation of CA Certificates' of the Kubernetes documentation says",
    }))
    return {
      examined: authorities.map(({ subject, notAfter }) => `${subject}, until ${notAfter}`),
      violations: lasts ? [] : violations,
    }
  },
})
