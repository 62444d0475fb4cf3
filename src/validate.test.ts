import t from 'tap'
import { validator } from './validate.ts'
import { wireFlavors, wireImages } from './openstack/wire.ts'

const flavor = {
  id: 'f',
  name: 'SCS-1V-4',
  vcpus: 1,
  ram: 4096,
  disk: 0,
  extra_specs: { 'scs:name-v2': 'SCS-1V-4', 'quota:x': 1 },
  'OS-FLV-EXT-DATA:ephemeral': 0,
}
const image = {
  id: 'i',
  name: null,
  visibility: 'public',
  status: 'queued',
  size: null,
  min_disk: 0,
  min_ram: 0,
  created_at: '2026-01-01T00:00:00Z',
  os_distro: 'debian',
}

t.test('fields we do not know pass, fields we rely on must be right', async (t) => {
  const wires = validator()
  wires.warm()
  t.match(await wires.check({ flavors: [flavor] }, wireFlavors, 'GET /flavors/detail'), { flavors: [{ vcpus: 1 }] })
  t.match(await wires.check({ images: [image] }, wireImages, 'GET /images'), { images: [{ os_distro: 'debian' }] })
  const wrong: [images: unknown, message: string][] = [
    [[image, { ...image, min_ram: '64' }], '/images/1/min_ram must be integer'],
    [[{ ...image, visibility: undefined }], "/images/0 must have required property 'visibility'"],
    [{}, '/images must be array'],
  ]
  for (const [images, message] of wrong) {
    const body: unknown = JSON.parse(JSON.stringify({ images }))
    await t.rejects(wires.check(body, wireImages, 'GET /images'), {
      kind: 'malformed',
      message: `GET /images answered something that does not fit: ${message}`,
    })
  }
  await t.rejects(wires.check(null, wireImages, 'GET /images'), {
    message: /does not fit: the document must be object/,
  })
})

t.test('5,000 flavors take no noticeable time', async (t) => {
  const wires = validator()
  await wires.check({ flavors: [flavor] }, wireFlavors, 'warm')
  const flavors = Array.from({ length: 5000 }, () => flavor)
  const before = process.cpuUsage()
  await wires.check({ flavors }, wireFlavors, 'GET /flavors/detail')
  const { user, system } = process.cpuUsage(before)
  t.ok((user + system) / 1000 < 200, `${(user + system) / 1000} ms`)
})
