import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { apiServerTls } from './api-server-tls.ts'

const shown = { protocol: 'TLSv1.3', subject: '', issuer: '', notBefore: '', notAfter: '' }
const judge = (tls: object | null, plainStatus: number | null) =>
  verdictOf(apiServerTls, { transport: { server: 'https://k:6443', tls, plainStatus } })

t.test('TLS only: plain HTTP is turned away in one of its ways', async (t) => {
  t.match(judge(shown, 400), { verdict: 'PASS', finding: { examined: ['https://k:6443, TLSv1.3'] } })
  for (const status of [null, 301, 308, 426]) t.equal(judge(shown, status).verdict, 'PASS', String(status))
})

t.test('also without TLS, or only', async (t) => {
  for (const status of [200, 401, 403])
    t.match(judge(shown, status), { verdict: 'FAIL', finding: { violations: [{ actual: /^also/ }] } })
  t.match(judge(null, 403), { verdict: 'FAIL', finding: { violations: [{ actual: /no TLS/ }] } })
})

t.test('neither of them', async (t) => {
  t.match(judge(null, null), { verdict: 'DNF', cause: { kind: 'unreachable' } })
})
