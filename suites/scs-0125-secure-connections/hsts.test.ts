import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { ProbeError, type Fact } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { tlsPlaces } from './facts.ts'
import { hsts } from './hsts.ts'
import { sampleNoTls, samplePlace } from './sample.ts'

async function learn(answer: Readonly<Record<string, string>> | ProbeError): Promise<unknown> {
  const sendRaw = async () => {
    if (answer instanceof ProbeError) throw answer
    return { status: 404, headers: answer, text: '' }
  }
  const given = new Map<Fact, unknown>([
    [openstack, { sendRaw }],
    [tlsPlaces, [samplePlace(), sampleNoTls]],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 5000, concurrency: 2 })
  return store.learn(hsts)
}

t.test('what the header says, of any status; only of places with TLS', async (t) => {
  const origin = 'https://api.example'
  const header = { 'strict-transport-security': 'includeSubDomains; max-age=63072000' }
  t.same(await learn(header), [{ origin, seconds: 63_072_000 }])
  t.same(await learn({}), [{ origin, seconds: 0 }])
  t.same(await learn(new ProbeError('unreachable', 'no')), [{ origin, seconds: null }])
})
