import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { tls } from './tls.ts'

const shown = { protocol: 'TLSv1.3', subject: '', issuer: '', notBefore: '', notAfter: '' }
const judge = (registryLook: object | null) => verdictOf(tls, { registryLook })
const look = { url: 'https://r', status: 401, challenges: ['Bearer'] }

t.test('with and without TLS', async (t) => {
  t.match(judge({ ...look, tls: shown }), { verdict: 'PASS', finding: { examined: ['https://r, TLSv1.3'] } })
  t.match(judge({ ...look, tls: null }), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'registry at https://r' }] },
  })
})

t.test('without TLS, but only a redirect', async (t) => {
  const redirect = { ...look, url: 'http://r', status: 308, challenges: [] }
  t.match(judge({ ...redirect, tls: null }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /308.*--registry/ },
  })
  t.equal(judge({ ...redirect, status: 404, tls: null }).verdict, 'FAIL')
  t.equal(judge({ ...redirect, tls: shown }).verdict, 'PASS')
})

t.test('no registry named', async (t) => {
  t.match(judge(null), { verdict: 'MISS', cause: { kind: 'manual', message: /--registry URL/ } })
})
