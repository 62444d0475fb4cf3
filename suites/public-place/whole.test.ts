import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import t from 'tap'
import { issueCertificate } from '../../testbed/certificate-authority.ts'
import { conformantProvider, judgeProvider } from '../../testbed/judge-provider.ts'
import { healthMonitorCheck } from '../scs-0004-health-monitor/health-monitor-check.ts'
import { publicCheck } from '../scs-0402-status-page/public-check.ts'

// From handshake to verdict, where loopback counts as public and the authority of the test as one that everybody trusts.

const issued = issueCertificate({ names: 'IP:127.0.0.1', toDay: 60 })
setDefaultCACertificates([...getCACertificates('default'), issued.ca])
const { key, cert } = issued
const asProfile = {
  key,
  cert,
  minVersion: 'TLSv1.2',
  ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
  ecdhCurve: 'X25519:prime256v1',
} as const
const web = { isPublic: (address: string) => address === '127.0.0.1' }

for (const check of [publicCheck, healthMonitorCheck]) {
  t.test(check.id, async (t) => {
    const judged = (options: object) =>
      judgeProvider(check as never, conformantProvider, { tls: asProfile, web, ...options })
    const { verdict, violations, cause } = await judged({})
    t.strictSame({ verdict, violations, cause }, { verdict: 'PASS', violations: [], cause: undefined })
    const old = {
      ...asProfile,
      minVersion: 'TLSv1.1',
      ciphers: `${asProfile.ciphers}:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0`,
    } as const
    t.match(await judged({ tls: old }), {
      verdict: 'FAIL',
      violations: [{ actual: 'it accepts TLSv1.1' }, { actual: /AES128-SHA$/ }],
    })
    t.match(await judged({ web: {} }), {
      verdict: 'DNF',
      cause: { kind: 'forbidden', message: /is at 127.0.0.1 as seen from here/ },
    })
    const login = [{ action: { status: 403 } }]
    t.match(await judged({ faults: login }), { verdict: 'FAIL', violations: [{ expected: 'an answer without login' }] })
    const page = [{ action: { html: true } }]
    t.match(await judged({ faults: page }), { verdict: 'DNF', cause: { kind: 'malformed' } })
    const away = [{ action: { redirect: 'http://127.0.0.1:1' } }]
    const down = await judged({ faults: away })
    t.equal(down.verdict, 'DNF')
    t.match(down.notes.join('\n'), /redirects from https to http/)
    const inside = [{ action: { redirect: 'https://10.0.0.1' } }]
    t.match(await judged({ faults: inside }), { verdict: 'DNF' })
  })
}
