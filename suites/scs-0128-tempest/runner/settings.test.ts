import t from 'tap'
import type { Flavor } from '../../../src/openstack/resources.ts'
import { sampleImage } from '../../image-properties/sample-image.ts'
import { chooseBoot } from './settings.ts'

const GiB = 1024 ** 3
const image = (name: string, version: string, minDiskGB: number, sizeBytes = GiB) => {
  const properties = { os_distro: 'debian', os_version: version }
  return sampleImage({ id: name, name, minDiskGB, minRamMiB: 512, sizeBytes, properties })
}
const flavor = (name: string, ramMiB: number, diskGB: number): Flavor => {
  return { id: name, name, vcpus: 1, ramMiB, diskGB, extraSpecs: {} }
}
const names = (chosen: ReturnType<typeof chooseBoot>) => Object.values(chosen).map(({ name }) => name)

t.test('flavors on whose disk both images fit, and to which a server can be resized', (t) => {
  const images = [image('Debian 12', '12', 5), image('Debian 13', '13', 8)]
  const flavors = [flavor('none', 1024, 0), flavor('tiny', 1024, 5), flavor('big', 4096, 20), flavor('fits', 2048, 10)]
  t.same(names(chooseBoot(images, flavors)), ['Debian 13', 'Debian 12', 'fits', 'big'])
  const smaller = [flavor('fits', 2048, 20), flavor('dearer, with less disk', 4096, 10)]
  t.same(names(chooseBoot(images, smaller)), ['Debian 13', 'Debian 12', 'fits', 'fits'])
  t.end()
})

t.test('a second image that fits nowhere is none; an image is as big as it is, whatever it asks for', (t) => {
  const images = [image('Debian 13', '13', 8), image('huge', '12', 100)]
  t.same(names(chooseBoot(images, [flavor('fits', 2048, 10)])), ['Debian 13', 'Debian 13', 'fits', 'fits'])
  const modest = [image('Debian 13', '13', 0, 9 * GiB)]
  t.same(names(chooseBoot(modest, [flavor('small', 1024, 8), flavor('fits', 2048, 10)]))[2], 'fits')
  t.end()
})

t.test('who logs in is what the image tells', (t) => {
  const told = sampleImage({ properties: { image_original_user: 'debian' }, minDiskGB: 1, sizeBytes: GiB })
  const silent = sampleImage({ properties: { image_original_user: '' }, minDiskGB: 1, sizeBytes: GiB })
  t.equal(chooseBoot([told], [flavor('fits', 4096, 20)]).image.user, 'debian')
  t.equal(chooseBoot([silent], [flavor('fits', 4096, 20)]).image.user, null)
  t.end()
})

t.test('nothing to boot, or nothing to boot it on', (t) => {
  t.throws(() => chooseBoot([], [flavor('fits', 2048, 10)]), { kind: 'dependency', message: /no active public image/ })
  const diskless = [flavor('none', 4096, 0)]
  t.throws(() => chooseBoot([image('Debian 13', '13', 8)], diskless), {
    kind: 'dependency',
    message: /no flavor has the 512 MiB of memory and a disk of 8 GB that the image Debian 13 takes/,
  })
  t.end()
})
