import fc from 'fast-check'
import { cpuTypes, cpuVendors, diskTypes, gpuVendors, hypervisors } from './flavor-name.ts'
import type {
  CpuModel,
  CpuType,
  CpuVendor,
  Disk,
  DiskType,
  FlavorName,
  Gpu,
  GpuVendor,
  Hypervisor,
} from './flavor-name.ts'

// For property tests only: every flavor name that can be written, in the form in which parsing gives it back.

const count = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }))

const disk: fc.Arbitrary<Disk> = fc.record({
  count: fc.oneof(fc.constant(1), count),
  sizeGB: fc.option(count),
  type: fc.option(fc.constantFrom(...(Object.keys(diskTypes) as DiskType[]))),
})

const cpuModel: fc.Arbitrary<CpuModel> = fc.constantFrom(...(Object.keys(cpuVendors) as CpuVendor[])).chain((vendor) =>
  fc.record({
    vendor: fc.constant(vendor),
    generation: fc.nat(cpuVendors[vendor].generations.length - 1),
    frequency: fc.nat(3),
  }),
)

const gpu: fc.Arbitrary<Gpu> = fc
  .constantFrom(...(Object.keys(gpuVendors) as GpuVendor[]))
  .chain((vendor) =>
    fc.record({
      access: fc.constantFrom('g', 'G'),
      vendor: fc.constant(vendor),
      generation: fc.option(fc.constantFrom(...gpuVendors[vendor].generations.keys())),
      units: fc.option(count),
      frequency: fc.nat(2),
      vramGiB: fc.option(count),
      bandwidth: fc.nat(2),
    }),
  )
  // Without memory there is no bandwidth, and memory without an `h` before it would be read as units.
  .map((gpu) =>
    gpu.vramGiB === null || (gpu.units === null && gpu.frequency === 0) ? { ...gpu, vramGiB: null, bandwidth: 0 } : gpu,
  )

export const flavorNames: fc.Arbitrary<FlavorName> = fc
  .record({
    cpus: count,
    cpuType: fc.constantFrom(...(Object.keys(cpuTypes) as CpuType[])),
    cpuInsecure: fc.boolean(),
    ramGiB: fc.oneof(
      count,
      count.map((half) => Math.min(half, 2 ** 50) / 2),
    ),
    ramWithoutEcc: fc.boolean(),
    ramOversubscribed: fc.boolean(),
    disk: fc.option(disk),
    hypervisor: fc.option(fc.constantFrom(...(Object.keys(hypervisors) as Hypervisor[]))),
    hardwareVirtualization: fc.boolean(),
    cpuModel: fc.option(cpuModel),
    gpu: fc.option(gpu),
    infiniband: fc.boolean(),
  })
  // A bare GPU would swallow `_ib` as its generation.
  .map((name) =>
    name.gpu && name.gpu.units === null && name.gpu.frequency === 0 ? { ...name, infiniband: false } : name,
  )

/** Strings that are nearly names, so that the last character decides. */
export const nearlyNames: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'SCS-',
      '4',
      'V',
      'i',
      '-',
      ':',
      '16',
      '.5',
      '50',
      '3x',
      'n',
      's',
      '_',
      'kvm',
      'hwv',
      'z3',
      'h',
      'GNa',
      '-64',
      'ib',
      '\n',
      '٤',
    ),
  )
  .map((parts) => `SCS-${parts.join('')}`)
