import fc from 'fast-check'
import t from 'tap'
import { parseProviderId } from './provider-id.ts'

const serverId = 'd5ca474c-9027-482a-a976-d106e85b1da1'

t.test('OpenStack, with and without region, with and without scheme', async (t) => {
  const server = { kind: 'openstack', region: null, serverId }
  t.same(parseProviderId(`openstack:///${serverId}`), server)
  t.same(parseProviderId(`openstack:///${serverId.toUpperCase()}`), server)
  t.same(parseProviderId(`openstack://RegionOne/${serverId}`), { ...server, region: 'RegionOne' })
  t.same(parseProviderId(serverId), server, 'as the cloud provider reads it')
})

t.test('Metal3, by name and by id', async (t) => {
  t.same(parseProviderId('metal3://metal/host-0/control-0'), { kind: 'metal3', host: 'metal/host-0' })
  t.same(parseProviderId(`metal3://${serverId}`), { kind: 'metal3', host: serverId })
})

t.test('what names no machine', async (t) => {
  for (const text of [
    '',
    'openstack://',
    'openstack:///',
    `openstack://${serverId}`,
    `openstack:///${serverId}/x`,
    `openstack://a/b/${serverId}`,
    'openstack:///../flavors',
    'metal3://',
    'metal3://a/b',
    'metal3://a//c',
    'metal3://a/b/c/d',
  ])
    t.same(parseProviderId(text), { kind: 'malformed' }, text)
})

t.test('another provider is told by its scheme', async (t) => {
  t.same(parseProviderId('aws:///eu-central-1a/i-0abc'), { kind: 'other', provider: 'aws' })
})

t.test('any region comes back, and no text breaks it', async () => {
  const region = fc.string({ minLength: 1 }).filter((text) => !/[/\n\r\u2028\u2029]/.test(text))
  fc.assert(
    fc.property(region, fc.uuid(), (region, id) => {
      const parsed = parseProviderId(`openstack://${region}/${id}`)
      return parsed.kind === 'openstack' && parsed.region === region && parsed.serverId === id
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) =>
      ['openstack', 'metal3', 'other', 'malformed'].includes(parseProviderId(text).kind),
    ),
  )
})
