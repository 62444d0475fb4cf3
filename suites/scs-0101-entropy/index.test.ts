import t from 'tap'
import { judge } from '../../src/engine.ts'
import type { Flavor } from '../../src/openstack/resources.ts'
import { sampleImage } from '../image-properties/sample-image.ts'
import { entropyAvail } from './entropy-avail.ts'
import type { SampleVm } from './facts.ts'
import { fipsTest } from './fips-test.ts'
import { flavorProperty } from './flavor-property.ts'
import { imageProperty } from './image-property.ts'
import { rngd } from './rngd.ts'

function vm(
  told: Partial<SampleVm['told']> = {},
  leftover: SampleVm['leftover'] = null,
): { readonly sampleVm: SampleVm } {
  const fine = {
    system: 'Linux 6.1.0 x86_64',
    entropyAvail: '256',
    rngAvailable: 'virtio_rng.0',
    rngCurrent: 'virtio_rng.0',
    rngd: 'running',
    fips: { method: 'rngtest', failures: 0, blocks: 1000 },
    fipsError: null,
    ended: true,
  }
  return { sampleVm: { image: 'Debian 12 (d2de)', flavor: 'SCS-1V-2', told: { ...fine, ...told }, leftover } }
}
const fips = (failures: number, blocks = 1000) => judge(fipsTest, vm({ fips: { method: 'awk', failures, blocks } }))

t.test('the entropy pool is 256, and nothing else', (t) => {
  t.match(judge(entropyAvail, vm()), { verdict: 'PASS', finding: { notes: [/in use: virtio_rng.0/] } })
  for (const entropyAvail_ of ['255', '3200', '0256'])
    t.match(judge(entropyAvail, vm({ entropyAvail: entropyAvail_ })), {
      verdict: 'FAIL',
      finding: { violations: [{ subject: 'image Debian 12 (d2de)', actual: entropyAvail_ }] },
    })
  t.match(judge(entropyAvail, vm({ entropyAvail: null })), { verdict: 'DNF', cause: { kind: 'malformed' } })
  t.match(judge(entropyAvail, vm({ entropyAvail: null, ended: false })), { verdict: 'DNF', cause: { kind: 'timeout' } })
  t.end()
})

t.test('three failures pass, up to five with a note, six fail', (t) => {
  t.same(
    [0, 3, 4, 5, 6, 1000].map((failures) => fips(failures).verdict),
    ['PASS', 'PASS', 'PASS', 'PASS', 'FAIL', 'FAIL'],
  )
  t.notMatch(fips(3).finding.notes?.[0], /tolerated/)
  t.match(fips(5).finding.notes?.[0], /5 of 1000 .*tolerated/)
  t.match(fips(6).finding.violations, [{ actual: /6 of 1000 .*by awk/ }])
  t.end()
})

t.test('no result of the FIPS test, or one over fewer blocks, decides nothing', (t) => {
  t.match(fips(0, 999), { verdict: 'DNF', cause: { message: /999 blocks/ } })
  t.match(fips(999, 999), { verdict: 'DNF' })
  t.match(judge(fipsTest, vm({ fips: null, fipsError: 'awk: not found' })), {
    verdict: 'DNF',
    cause: { message: /awk: not found/ },
  })
  t.match(judge(fipsTest, vm({ fips: null, ended: false })), { verdict: 'DNF', cause: { kind: 'timeout' } })
  t.end()
})

t.test('rngd runs', (t) => {
  t.match(judge(rngd, vm()), { verdict: 'PASS' })
  t.match(judge(rngd, vm({ rngd: 'installed' })), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /does not run/ }] },
  })
  t.match(judge(rngd, vm({ rngd: 'absent' })), { verdict: 'FAIL' })
  t.match(judge(rngd, vm({ rngd: null })), { verdict: 'DNF' })
  t.end()
})

t.test('what could not be deleted is told, and changes no verdict', (t) => {
  const left = vm({ rngCurrent: null }, { refused: null, message: 'the server x may be left behind' })
  t.match(judge(entropyAvail, left), { verdict: 'PASS', finding: { notes: [/in use: none/, /left behind/] } })
  t.end()
})

t.test('every image asks for a virtio generator', (t) => {
  const image = (value?: string) => sampleImage({ properties: value === undefined ? {} : { hw_rng_model: value } })
  t.match(judge(imageProperty, { images: [image('virtio')] }), { verdict: 'PASS' })
  t.match(judge(imageProperty, { images: [image('virtio'), image()] }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'hw_rng_model is not set' }] },
  })
  t.match(judge(imageProperty, { images: [image('Virtio')] }), { finding: { violations: [{ actual: /is Virtio/ }] } })
  t.match(judge(imageProperty, { images: [] }), { verdict: 'PASS' })
  t.end()
})

t.test('every flavor allows a generator, spelled as the standard does', (t) => {
  const flavor = (extraSpecs: Flavor['extraSpecs']): Flavor => ({
    id: 'f',
    name: 'SCS-1V-2',
    vcpus: 1,
    ramMiB: 2048,
    diskGB: 0,
    extraSpecs,
  })
  t.match(judge(flavorProperty, { flavors: [flavor({ 'hw_rng:allowed': 'True' })] }), { verdict: 'PASS' })
  for (const specs of [{}, { 'hw_rng:allowed': 'true' }, { 'hw_rng:allowed': 'False' }])
    t.match(judge(flavorProperty, { flavors: [flavor(specs)] }), { verdict: 'FAIL' })
  t.match(judge(flavorProperty, { flavors: [] }), { verdict: 'PASS' })
  t.end()
})
