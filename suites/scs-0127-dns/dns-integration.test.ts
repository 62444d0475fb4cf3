import t from 'tap'
import { dnsIntegrationCheck } from './dns-integration.ts'

const judge = (...networkExtensions: readonly string[]) => dnsIntegrationCheck.judge({ networkExtensions })

t.test('the extension, or one that includes it', async (t) => {
  t.same(judge('router', 'dns-integration'), { examined: ['dns-integration'], violations: [] })
  t.same(judge('dns-domain-ports').violations, [])
  t.same(judge('dns-integration-domain-keywords').violations, [])
})

t.test('neither', async (t) => {
  t.match(judge('router', 'dns').violations, [{ actual: 'no extension for DNS', remedy: /add dns to/ }])
})
