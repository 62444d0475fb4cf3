import { setTimeout as pause } from 'node:timers/promises'
import type { OpenStack } from '../src/openstack/client.ts'
import { candidates } from '../src/openstack/service-types.ts'

// What others have in the same project: named as much like ours as may be, and a floating IP that nothing uses. A run, and cleaning up
// after one, must leave all of it alone.

/** Nobody's run: what is named after it belongs to another one than that which is tried out. */
const otherRun = 'scs-conformance-0123abcd'
const alike = ['scs-conformance-mine', `my-${otherRun}`, otherRun.slice(0, -1)]

/** Makes them; the promise that it gives deletes them again. */
export async function makeNeighbours(cloud: OpenStack): Promise<() => Promise<void>> {
  const undo: (() => Promise<unknown>)[] = []
  const has = (service: string) => cloud.catalog.some(({ type }) => candidates(service).includes(type))

  async function make(service: string, path: string, key: string, body: object): Promise<string> {
    const answer = await cloud.send({ service, path, method: 'POST', body: key === '' ? body : { [key]: body } })
    const made = (key === '' ? answer.body : (answer.body as Record<string, unknown>)[key]) as {
      readonly id?: string
      readonly secret_ref?: string
    }
    const id = made.id ?? made.secret_ref?.split('/').at(-1) ?? ''
    undo.unshift(() => cloud.send({ service, path: `${path}/${id}`, method: 'DELETE' }))
    return id
  }

  const external = await externalNetwork(cloud)
  await make('network', '/floatingips', 'floatingip', { floating_network_id: external })
  for (const name of [...alike, `${otherRun}-net`]) {
    const network = await make('network', '/networks', 'network', { name })
    // The range of the sample VM; without DHCP, whose ports would come some time later.
    const range = { network_id: network, ip_version: 4, cidr: '10.1.0.0/24', enable_dhcp: false }
    await make('network', '/subnets', 'subnet', { name, ...range })
    await make('network', '/ports', 'port', { name, network_id: network })
    await make('network', '/routers', 'router', { name })
    await make('network', '/security-groups', 'security_group', { name })
  }
  if (has('key-manager')) for (const name of alike) await make('key-manager', '/secrets', '', { name })
  if (has('block-storage')) {
    const volume = await make('block-storage', '/volumes', 'volume', { name: alike[0], size: 1 })
    await made(cloud, volume)
  }
  if (has('object-store')) {
    const bucket = { service: 'object-store', path: `/${alike[0]}-${Date.now()}` }
    await cloud.send({ ...bucket, method: 'PUT' })
    undo.unshift(() => cloud.send({ ...bucket, method: 'DELETE' }))
  }
  return async () => {
    for (const one of undo) await one()
  }
}

async function externalNetwork(cloud: OpenStack): Promise<string> {
  const { body } = await cloud.send({ service: 'network', path: '/networks', query: { 'router:external': 'true' } })
  const [network] = (body as { readonly networks: readonly { readonly id: string }[] }).networks
  return network?.id ?? ''
}

async function made(cloud: OpenStack, id: string): Promise<void> {
  for (;;) {
    const { body } = await cloud.send({ service: 'block-storage', path: `/volumes/${id}` })
    if ((body as { readonly volume: { readonly status: string } }).volume.status !== 'creating') return
    await pause(200)
  }
}
