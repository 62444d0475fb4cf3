import t from 'tap'
import { conformantProvider, seededProvider } from '../../judge-provider.ts'
import { startProviderSimulator, type ProviderDescription } from './index.ts'

const open = (description: ProviderDescription | string) => startProviderSimulator({ description })

t.test('a status page: reading only, by id, in a time frame', async (t) => {
  await using simulator = await open(conformantProvider)
  const get = async (path: string) =>
    (await fetch(`${simulator.url}/status${path}`)).json() as Promise<{ data: { id: string }[] }>
  const { data } = await get('/components')
  t.equal(data.length, 4)
  t.match(await get(`/components/${data[0]?.id}`), { data: { displayName: 'Compute' } })
  t.match(await get('/severities/broken'), { data: { value: 100 } })
  t.equal((await get('/incidents?start=1970-01-01T00:00:00Z&end=1970-01-02T00:00:00Z')).data.length, 0)
  const status = async (path: string, method = 'GET') => (await fetch(`${simulator.url}${path}`, { method })).status
  t.equal(await status('/status/incidents'), 400)
  t.equal(await status('/status/severities/none'), 404)
  t.equal(await status('/status/components', 'POST'), 405)
  t.equal(await status('/elsewhere'), 404)
  t.match(simulator.requests[0], { service: 'status-page', path: '/status/components', status: 200 })
})

t.test('logins, faults, orders from other processes', async (t) => {
  await using simulator = await open(seededProvider)
  const get = async (path: string, authorization?: string) =>
    fetch(`${simulator.url}${path}`, authorization === undefined ? {} : { headers: { authorization } })
  t.equal((await get('/status/components')).status, 401)
  t.match(await (await get('/status/components', 'Bearer x')).json(), { data: [{}, { displayName: 17 }] })
  t.equal((await get('/prometheus/api/v1/rules', 'Bearer wrong')).status, 401)
  t.equal((await get('/prometheus/api/v1/rules', 'Bearer nordwind-7c1f0a')).status, 200)
  t.match(simulator.providerYaml(), /tokenVariable: PROMETHEUS_TOKEN/)
  const order = JSON.stringify({ service: 'health-monitor', action: { status: 503 } })
  await fetch(`${simulator.url}/__simulator__/faults`, { method: 'POST', body: order })
  t.equal((await get('/health/metrics')).status, 503)
})

t.test('Prometheus answers the queries of the suites, and says which it does not know', async (t) => {
  await using simulator = await open({ prometheus: { series: { up: 3 } } })
  const query = async (text: string) =>
    (await fetch(`${simulator.url}/prometheus/api/v1/query?query=${encodeURIComponent(text)}`)).json()
  t.match(await query('count by (__name__) ({__name__=~"up|down"})'), {
    data: { result: [{ metric: { __name__: 'up' } }] },
  })
  t.match(await query('sum(up)'), { status: 'error', errorType: 'bad_data' })
})

t.test('a bad description is refused in one sentence', async (t) => {
  t.rejects(
    open({ statusPage: { severities: [{ value: 1 }] } } as ProviderDescription),
    /statusPage.severities\[0\] must have required property 'name'/,
  )
})
