import fc from 'fast-check'
import t from 'tap'
import type { Signed } from '../evidence/ssh-signature.ts'
import { latestEnd, worthOf, type Attestation } from './attestation.ts'

const attestation: Attestation = {
  format: 'scs-conformance-attestation/1', testcase: 'availability-zones-check', subject: 'cloud', statement: 'Zones are apart.',
  verdict: 'PASS', attester: { name: 'A', role: 'operator' }, date: '2026-11-24', validUntil: '2027-03-31',
} // prettier-ignore
const ops: Signed = { valid: true, principal: 'ops@example.org', key: 'SHA256:a' }
const assessor: Signed = { valid: true, principal: 'assessor@example.org', key: 'SHA256:b' }
const broken: Signed = { valid: false, why: 'what was signed was changed since' }
const day = '2026-12-01T00:00:00.000Z'

t.test('unsigned it is worth nothing, signed it is tentative, confirmed it counts', async (t) => {
  t.match(worthOf(attestation, { attester: null, assessor: null }, day), { verdict: 'MISS', state: 'unsigned' })
  t.match(worthOf(attestation, { attester: null, assessor }, day), { verdict: 'MISS', state: 'unsigned' })
  t.match(worthOf(attestation, { attester: ops, assessor: null }, day), {
    verdict: 'PASS',
    state: 'tentative',
    by: ['ops@example.org'],
  })
  t.match(worthOf(attestation, { attester: ops, assessor }, day), {
    state: 'confirmed',
    by: ['ops@example.org', 'assessor@example.org'],
  })
  t.match(worthOf({ ...attestation, verdict: 'FAIL' }, { attester: ops, assessor: null }, day), { verdict: 'FAIL' })
})

t.test('who confirms his own word, with the same key or another, leaves it tentative', async (t) => {
  const tentative = { verdict: 'PASS', state: 'tentative', by: ['ops@example.org'] }
  for (const self of [ops, { ...assessor, principal: 'ops@example.org' }, { ...assessor, key: 'SHA256:a' }] as const)
    t.match(worthOf(attestation, { attester: ops, assessor: self }, day), tentative)
  const nobody = { valid: true, principal: null } as const
  const unnamed = { attester: { ...nobody, key: 'SHA256:a' }, assessor: { ...nobody, key: 'SHA256:b' } }
  t.match(worthOf(attestation, unnamed, day), { state: 'confirmed', by: ['SHA256:a', 'SHA256:b'] })
})

t.test('one broken signature is one too many', async (t) => {
  t.match(worthOf(attestation, { attester: broken, assessor: null }, day), { verdict: 'MISS', state: 'invalid' })
  t.match(worthOf(attestation, { attester: ops, assessor: broken }, day), {
    verdict: 'MISS',
    state: 'invalid',
    why: /changed/,
  })
})

t.test('it counts from its day through its last', async (t) => {
  const at = (moment: string) => worthOf(attestation, { attester: ops, assessor: null }, moment).state
  t.equal(at('2026-11-23T23:59:59.999Z'), 'early')
  t.equal(at('2026-11-24T00:00:00.000Z'), 'tentative')
  t.equal(at('2027-03-31T23:59:59.999Z'), 'tentative')
  t.equal(at('2027-04-01T00:00:00.000Z'), 'expired')
})

t.test('a quarter at the most, as results of that lifetime', async (t) => {
  t.equal(latestEnd('2026-11-24'), '2027-03-31')
  t.equal(latestEnd('2027-01-01'), '2027-06-30')
  const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, (date) => {
      const from = date.toISOString().slice(0, 10)
      const length = (Date.parse(latestEnd(from)) - Date.parse(from)) / 86_400_000
      return length >= 89 && length <= 184
    }),
  )
})
