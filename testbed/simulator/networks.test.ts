import { t } from 'tap'
import { startSimulator } from './index.ts'
import { login, type TestClient } from './test-client.ts'

const at = '/networking/v2.0'

/** Makes one and gives its id. */
async function make(client: TestClient, kind: string, body: object): Promise<string> {
  const { body: answer } = await client.send('POST', `${at}/${kind}s`, { [kind]: body })
  return (answer as unknown as Record<string, { readonly id: string }>)[kind]?.id ?? ''
}

t.test('a router between a network of one’s own and an external one', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  const { text } = await client.get(`${at}/networks?router:external=true`)
  const [external] = (JSON.parse(text) as { networks: readonly { id: string; name: string }[] }).networks
  t.equal(external?.name, 'public')

  const network = await make(client, 'network', { name: 'a' })
  const subnet = await make(client, 'subnet', { network_id: network, cidr: '10.1.0.0/24', ip_version: 4 })
  const router = await make(client, 'router', { name: 'r', external_gateway_info: { network_id: external?.id } })
  const added = await client.send('PUT', `${at}/routers/${router}/add_router_interface`, { subnet_id: subnet })
  t.equal(added.status, 200)
  const { port_id: port } = JSON.parse(added.text) as { port_id: string }
  t.match(await client.get(`${at}/ports?device_id=${router}`), { text: new RegExp(port) })

  for (const path of [`networks/${network}`, `subnets/${subnet}`, `routers/${router}`, `ports/${port}`])
    t.equal((await client.send('DELETE', `${at}/${path}`)).status, 409, path)
  const remove = () => client.send('PUT', `${at}/routers/${router}/remove_router_interface`, { port_id: port })
  t.equal((await remove()).status, 200)
  t.equal((await remove()).status, 404)
  for (const path of [`routers/${router}`, `subnets/${subnet}`, `networks/${network}`])
    t.equal((await client.send('DELETE', `${at}/${path}`)).status, 204, path)
  t.equal((await client.get(`${at}/networks/${network}`)).status, 404)
})

t.test('what is of another project is not there', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const network = await make(await login(simulator), 'network', { name: 'a' })
  const admin = await login(simulator, 'admin')
  t.equal((await admin.get(`${at}/networks/${network}`)).status, 404)
  t.equal((await admin.send('POST', `${at}/ports`, { port: { network_id: network } })).status, 404)
})

t.test('quotas', async (t) => {
  await using simulator = await startSimulator({ description: { network: { quota: { networks: 1 } } } })
  const client = await login(simulator)
  const post = () => client.send('POST', `${at}/networks`, { network: { name: 'a' } })
  t.equal((await post()).status, 201)
  t.match(await post(), { status: 409, text: /OverQuota/ })
  t.match((await client.get(`${at}/quotas/${client.project}/details.json`)).text, /"network":{"limit":1,"used":1/)
  t.equal((await client.get(`${at}/quotas/other/details.json`)).status, 403)
  t.equal((await client.send('POST', `${at}/networks`, {})).status, 400)
})
