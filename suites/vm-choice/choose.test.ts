import fc from 'fast-check'
import t from 'tap'
import type { Flavor, Image } from '../../src/openstack/resources.ts'
import { sampleImage } from '../image-properties/sample-image.ts'
import { chooseFlavor, priceOf } from './choose-flavor.ts'
import { chooseImage, rankOf } from './choose-image.ts'

const image = (name: string, distro: string, version: string, more: Partial<Image> = {}) =>
  sampleImage({ id: name, name, properties: { os_distro: distro, os_version: version }, ...more })
const chosen = (...images: readonly Image[]) => chooseImage(images)?.name ?? null

t.test('the newest Debian, else the newest Ubuntu, else the first', (t) => {
  const ubuntu = [image('u22', 'ubuntu', '22.04'), image('u24', 'ubuntu', '24.04')]
  t.equal(chosen(...ubuntu), 'u24')
  t.equal(chosen(...ubuntu, image('d11', 'Debian ', '11'), image('d12', 'debian', 'Bookworm')), 'd12')
  t.equal(chosen(...ubuntu, image('sid', 'debian', 'sid')), 'sid', 'any Debian before every Ubuntu')
  t.equal(chosen(image('d9', 'debian', '9'), image('d13', 'debian', '13')), 'd13', 'by number, not by text')
  t.equal(chosen(image('alma', 'almalinux', '9'), image('rocky', 'rocky', '10')), 'alma')
  t.equal(chosen(image('d13', 'debian', '13', { status: 'deactivated' }), ...ubuntu), 'u24')
  t.equal(chosen(), null)
  t.end()
})

t.test('no image that can boot is newer than the one chosen', (t) => {
  const images = fc.array(
    fc
      .tuple(
        fc.constantFrom('debian', 'ubuntu', 'alpine', ''),
        fc.constantFrom('11', '12', '13', 'trixie', '20.04', '24.04', '', 'x'),
        fc.constantFrom('active', 'queued'),
      )
      .map(([distro, version, status]) => image('any', distro, version, { status })),
  )
  fc.assert(
    fc.property(images, (images) => {
      const bootable = images.filter(({ status }) => status === 'active')
      const best = chooseImage(images)
      if (best === null) return bootable.length === 0
      const [kind, version] = rankOf(best)
      return bootable.every((other) => {
        const [otherKind, otherVersion] = rankOf(other)
        return otherKind < kind || (otherKind === kind && otherVersion <= version)
      })
    }),
  )
  t.end()
})

const flavor = (name: string, vcpus: number, ramMiB: number, diskGB = 0, allowed?: string): Flavor => ({
  id: name,
  name,
  vcpus,
  ramMiB,
  diskGB,
  extraSpecs: allowed === undefined ? {} : { 'hw_rng:allowed': allowed },
})

t.test('the cheapest flavor with enough memory, those that allow a generator first', (t) => {
  const small = flavor('small', 1, 1024)
  const middle = flavor('middle', 1, 2048)
  const large = flavor('large', 4, 8192, 0, 'true')
  const name = (minRamMiB: number, ...flavors: readonly Flavor[]) => chooseFlavor(flavors, { minRamMiB })?.name ?? null
  t.equal(name(512, middle, small), 'small')
  t.equal(name(2048, middle, small), 'middle')
  t.equal(name(512, small, middle, large), 'large')
  t.equal(name(512, small, flavor('no', 1, 512, 0, 'False')), 'no', 'what does not allow one is no worse than silence')
  t.equal(name(512, flavor('disk', 1, 1024, 20), small), 'small')
  t.equal(name(16_384, small, large), null)
  t.end()
})

t.test('no flavor that would do is cheaper than the one chosen', (t) => {
  const flavors = fc.array(
    fc
      .record({
        vcpus: fc.integer({ min: 1, max: 8 }),
        ramMiB: fc.integer({ min: 1, max: 9000 }),
        diskGB: fc.nat(100),
        allowed: fc.constantFrom('True', 'true', 'False', undefined),
      })
      .map(({ vcpus, ramMiB, diskGB, allowed }) => flavor('f', vcpus, ramMiB, diskGB, allowed)),
  )
  fc.assert(
    fc.property(flavors, fc.nat(9000), (flavors, minRamMiB) => {
      const best = chooseFlavor(flavors, { minRamMiB })
      const enough = flavors.filter(({ ramMiB }) => ramMiB >= minRamMiB)
      if (best === null) return enough.length === 0
      const allows = ({ extraSpecs }: Flavor) => /^true$/i.test(extraSpecs['hw_rng:allowed'] ?? '')
      const rivals = enough.some(allows) ? enough.filter(allows) : enough
      return rivals.includes(best) && rivals.every((rival) => priceOf(rival) >= priceOf(best))
    }),
  )
  t.end()
})
