import t from 'tap'
import { dnsDomainPortsCheck } from './dns-domain-ports.ts'

const judge = (services: readonly string[], ...networkExtensions: readonly string[]) =>
  dnsDomainPortsCheck.judge({ catalog: services.map((type) => ({ type, name: '', endpoints: [] })), networkExtensions })

t.test('no DNS service: nothing is asked', async (t) => {
  t.match(judge(['network']), { violations: [], notes: [/nothing to ask/] })
})

t.test('with one, the extension is wanted', async (t) => {
  t.match(judge(['network', 'dns'], 'dns-integration').violations, [{ actual: 'only dns-integration' }])
  t.match(judge(['dns'], 'dns-integration', 'dns-domain-ports'), { violations: [], notes: [/recommended/] })
  t.match(judge(['dns'], 'subnet-dns-publish-fixed-ip'), { violations: [], notes: [] })
})
