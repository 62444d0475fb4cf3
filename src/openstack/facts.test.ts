import t from 'tap'
import { learn } from '../../testbed/learn.ts'
import { catalog, flavors, images } from './facts.ts'
import type { Image } from './resources.ts'

t.test('an image: core fields apart, all others are properties, also those only some releases send', async (t) => {
  const { learned } = await learn(images, {
    images: [{ name: 'one', minDiskGB: 2, minRamMiB: 64, properties: { os_distro: 'debian', hw_cpu_cores: 2 } }],
  })
  const [image] = learned as readonly Image[]
  t.match(image, { name: 'one', visibility: 'public', hidden: false, minDiskGB: 2, minRamMiB: 64, hashAlgo: 'sha512' })
  // The official suite gives up on an image without any property of its own, and counts `stores` as one.
  t.match(image?.properties, { os_distro: 'debian', hw_cpu_cores: '2', stores: /./ })
  t.notOk(Object.hasOwn(image?.properties ?? {}, 'min_disk'))
})

t.test('images that do not enter a verdict are not even learned: private, shared, hidden', async (t) => {
  const { learned, requests } = await learn(images, {
    images: [
      { name: 'seen', visibility: 'public' },
      { name: 'own', visibility: 'private' },
      { name: 'hidden', visibility: 'public', hidden: true },
    ],
  })
  t.same(
    (learned as readonly Image[]).map(({ name }) => name),
    ['seen'],
  )
  t.equal(requests.filter(({ service }) => service === 'image').length, 1)
})

t.test('flavors: page after page, none twice', async (t) => {
  const { learned, requests } = await learn(flavors, {
    flavors: [{ name: 'a', vcpus: 1, ramMiB: 512, diskGB: 0 }],
    repeatFlavors: 5,
    compute: { pageSize: 2 },
  })
  t.equal((learned as readonly object[]).length, 5)
  t.equal(requests.filter(({ service }) => service === 'compute').length, 3)
})

t.test('a token without a catalog tells of no service that it is missing', async (t) => {
  t.match((await learn(catalog, { catalog: ['identity'] })).learned, [{ type: 'identity' }])
  for (const value of [undefined, []]) {
    const action = { malformed: { field: 'token.catalog', value } }
    const { learned } = await learn(catalog, {}, { service: 'identity', path: 'auth/tokens', action })
    t.match(learned, { probe: { kind: 'dependency', message: /without a service catalog/ } })
  }
})
