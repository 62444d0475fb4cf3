import t from 'tap'
import { defaultNetworkCheck } from './default-network.ts'
import { sampleNetwork as network } from './sample.ts'

const judge = (...providerNetworks: readonly ReturnType<typeof network>[]) =>
  defaultNetworkCheck.judge({ providerNetworks })

t.test('one external network is the default', async (t) => {
  t.same(judge(network()), { examined: ['public (external, default)'], violations: [], notes: [] })
  t.match(judge(network(), network({ name: 'other', isDefault: false })), { violations: [], notes: [/other/] })
  t.same(judge(network({ shared: true })).violations, [])
})

t.test('none, several, or none that is external', async (t) => {
  t.match(judge().violations, [{ actual: 'no external network is there' }])
  t.match(judge(network({ isDefault: null })).violations, [{ actual: 'none of public is the default' }])
  t.match(judge(network(), network({ name: 'b' })).violations, [{ actual: '2 are the default: public, b' }])
  t.match(judge(network({ external: false, shared: true })).violations, [{ actual: 'it is not external' }])
})

t.test('servers attached to it could disturb each other', async (t) => {
  t.match(judge(network({ shared: true, portSecurity: false })).violations, [{ actual: /port_security/ }])
  t.same(judge(network({ shared: false, portSecurity: false })).violations, [])
  t.match(judge(network({ shared: true, portSecurity: null })), { violations: [], undecided: { kind: 'dependency' } })
  t.match(judge(network({ shared: true, portSecurity: true })), { violations: [], undecided: undefined })
  t.match(judge(network({ shared: false, portSecurity: null })), { violations: [], undecided: undefined })
})
