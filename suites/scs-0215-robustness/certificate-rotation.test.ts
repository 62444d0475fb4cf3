import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { certificateRotation } from './certificate-rotation.ts'

function judge(notBefore: string, notAfter: string) {
  const shown = { server: 'https://k:6443', protocol: 'TLSv1.3', subject: 'CN=kube-apiserver', issuer: 'CN=ca' }
  const time = (day: string) => `${day}T12:00:00.000Z`
  const servingCertificate = { ...shown, notBefore: time(notBefore), notAfter: time(notAfter) }
  return verdictOf(certificateRotation, { servingCertificate, referenceTime: time('2026-11-24') })
}

t.test('issued within the year and valid', async (t) => {
  t.match(judge('2026-01-01', '2027-01-01'), {
    verdict: 'PASS',
    finding: { examined: [/^CN=kube-apiserver, from 2026-01-01/], notes: [] },
  })
  t.equal(judge('2025-11-23', '2026-11-24').verdict, 'PASS', 'a year and a day')
})

t.test('a long life is a note, as long as it is young', async (t) => {
  t.match(judge('2026-01-01', '2036-01-01'), { verdict: 'PASS', finding: { notes: [/3652 days/] } })
  t.match(judge('2025-11-22', '2036-01-01'), { verdict: 'FAIL', finding: { violations: [{ actual: /367 days ago/ }] } })
})

t.test('past its end', async (t) => {
  t.match(judge('2026-01-01', '2026-11-23'), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /ended on 2026-11-23/ }] },
  })
  t.equal(judge('2024-01-01', '2025-01-01').finding.violations.length, 2)
})
