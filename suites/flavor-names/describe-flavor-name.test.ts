import fc from 'fast-check'
import t from 'tap'
import { flavorNames } from './arbitrary-flavor-name.ts'
import { describeFlavorName } from './describe-flavor-name.ts'
import { parseFlavorName } from './parse-flavor-name.ts'

const examples: readonly (readonly [name: string, words: string])[] = [
  ['SCS-2C-4-10n', '2 dedicated cores (generic x86-64), 4 GiB RAM, a network disk of 10 GB'],
  ['SCS-8Ti-32-50p_i1', '8 dedicated threads (Intel x86-64 Skylake, insecure), 32 GiB RAM, a local NVMe of 50 GB'],
  [
    'SCS-1L-1uo',
    '1 heavily oversubscribed vCPU (generic x86-64), 1 GiB RAM (without ECC, oversubscribed), no disk (boots from a volume)',
  ],
  [
    'SCS-1V-1-3x_bms_hwv_z',
    '1 oversubscribed vCPU (AMD x86-64), 1 GiB RAM, 3 × disk of unspecified type of a size that the cloud decides, bare metal, hardware virtualization',
  ],
  [
    'SCS-16V-64_kvm_a3hh_GNa-14-6h_ib',
    '16 oversubscribed vCPUs (Arm AArch64 Neoverse N2/V2 class, very high frequency), 64 GiB RAM, no disk (boots from a volume), ' +
      'on KVM, a passed-through GPU Nvidia Ampere (14 SMs, 6 GiB VRAM, high bandwidth), Infiniband',
  ],
]
for (const [name, words] of examples) {
  t.test(name, async (t) => {
    const parsed = parseFlavorName(name)
    t.equal(parsed.ok && describeFlavorName(parsed.value), words)
  })
}

t.test('nothing that can be said is undefined', async () => {
  fc.assert(fc.property(flavorNames, (name) => !/undefined|null|NaN|\(\)| {2}/.test(describeFlavorName(name))))
})
