import { check, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { servingCertificate } from '../../src/kubernetes/serving-certificate.ts'

/**
 * Clause (MUST): certificates are rotated at least once a year.
 *
 * Judged by the one certificate that everybody is shown, the API server's own, at the reference time: one that is past its
 * end, or was issued more than 366 days before, has not been rotated within a year. How long it is still valid does not
 * matter, since it can be rotated before; more than a year in all is a note. Nothing is said of certificates that are not
 * seen.
 */
export const certificateRotation = check({
  id: 'scs-0215-certificate-rotation',
  title: 'The certificate of the API server was issued within the last year and is valid',
  section: 'scs-0215-v1#certificate-rotation-1',
  needs: { servingCertificate, referenceTime },
  judge({ servingCertificate: { server, subject, notBefore, notAfter }, referenceTime }) {
    const now = Date.parse(referenceTime)
    const ageDays = (now - Date.parse(notBefore)) / dayMs
    const lifeDays = Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / dayMs)
    const place = {
      subject: `certificate of ${server}`,
      remedy: "renew it, such as with 'kubeadm certs renew apiserver', and restart the API server",
    }
    const violations: Violation[] = []
    if (now > Date.parse(notAfter)) {
      violations.push({ ...place, expected: 'a certificate that is valid', actual: `it ended on ${notAfter}` })
    }
    if (ageDays > 366) {
      const actual = `issued on ${notBefore}, ${Math.floor(ageDays)} days ago`
      violations.push({ ...place, expected: 'a certificate issued within the last year', actual })
    }
    const notes =
      lifeDays > 366
        ? [`it is issued for ${lifeDays} days, so nothing but its rotation keeps it from growing older than a year`]
        : []
    return { examined: [`${subject || 'no name'}, from ${notBefore} to ${notAfter}`], violations, notes }
  },
})

const dayMs = 86_400_000
