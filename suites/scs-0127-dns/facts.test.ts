import t from 'tap'
import { learn } from '../../testbed/learn.ts'
import { networkExtensions } from './facts.ts'

t.test('the aliases', async (t) => {
  const { learned } = await learn(networkExtensions, { network: { extensions: ['dns-integration'] } })
  t.ok(Array.isArray(learned) && learned.includes('router') && learned.includes('dns-integration'))
})

t.test('no list', async (t) => {
  const action = { malformed: { field: 'extensions.*.alias' } }
  t.match((await learn(networkExtensions, {}, { service: 'network', path: 'extensions', action })).learned, {
    probe: { kind: 'malformed' },
  })
})
