import { listOf, record, text, wire } from '../../wire.ts'
import type { OpenStack } from '../client.ts'
import { ifThere } from '../if-there.ts'
import type { Found } from './sweepable.ts'

const wireNames = wire<readonly { readonly name: string }[]>('names', listOf(record({ name: text })))

/** Containers are what Swift and the RADOS gateway call the buckets of their S3. */
export async function containers(openstack: OpenStack): Promise<readonly Found[]> {
  const call = { service: 'object-store', path: '', query: { format: 'json', prefix: 'scs-conformance-' } }
  const listed = await openstack.list(call, wireNames, (page) => page)
  return listed.map(({ name }) => ({ id: name, name }))
}

/** Swift deletes only containers that are empty. */
export async function emptyContainer(openstack: OpenStack, name: string): Promise<void> {
  const path = `/${encodeURIComponent(name)}`
  const call = { service: 'object-store', path, query: { format: 'json' } }
  const objects = await ifThere(() => openstack.list(call, wireNames, (page) => page))
  for (const object of objects ?? []) {
    const { service } = call
    await openstack.send({
      service,
      path: `${path}/${encodeURIComponent(object.name)}`,
      method: 'DELETE',
      accept: [404],
    })
  }
}
