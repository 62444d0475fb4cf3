/** What an SCS flavor name promises (scs-0100-v3), as plain JSON data. */
export interface FlavorName {
  readonly cpus: number
  readonly cpuType: CpuType
  /** `i`: microcode or hyper-threading without the mitigations. */
  readonly cpuInsecure: boolean
  /** A multiple of 0.5. */
  readonly ramGiB: number
  /** `u` */
  readonly ramWithoutEcc: boolean
  /** `o` */
  readonly ramOversubscribed: boolean
  /** null where the name has no disk part: whoever makes a server brings the volume. */
  readonly disk: Disk | null
  readonly hypervisor: Hypervisor | null
  /** `_hwv` */
  readonly hardwareVirtualization: boolean
  /** null means generic x86-64. */
  readonly cpuModel: CpuModel | null
  readonly gpu: Gpu | null
  /** `_ib` */
  readonly infiniband: boolean
}

export interface Disk {
  readonly count: number
  /** null where the cloud decides (`SCS-4V-16-`). */
  readonly sizeGB: number | null
  /** null where the cloud decides (`SCS-4V-16-50`). */
  readonly type: DiskType | null
}

export interface CpuModel {
  readonly vendor: CpuVendor
  /** 0 stands for "old or unspecified", as in the standard, so `_i` and `_i0` say the same. */
  readonly generation: number
  /** How many `h`: 0 to 3. */
  readonly frequency: number
}

export interface Gpu {
  /** `g` a virtual GPU, `G` passed through. */
  readonly access: GpuAccess
  readonly vendor: GpuVendor
  readonly generation: string | null
  /** SMs, CUs or EUs. */
  readonly units: number | null
  /** How many `h` after the units: 0 to 2. */
  readonly frequency: number
  readonly vramGiB: number | null
  /** How many `h` after the memory: 0 to 2. */
  readonly bandwidth: number
}

export type CpuType = keyof typeof cpuTypes
export type DiskType = keyof typeof diskTypes
export type Hypervisor = keyof typeof hypervisors
export type CpuVendor = keyof typeof cpuVendors
export type GpuAccess = keyof typeof gpuAccesses
export type GpuVendor = keyof typeof gpuVendors

export const prefix = 'SCS-'

export const cpuTypes = {
  L: { extraSpec: 'crowded-core', words: 'heavily oversubscribed vCPU' },
  V: { extraSpec: 'shared-core', words: 'oversubscribed vCPU' },
  T: { extraSpec: 'dedicated-thread', words: 'dedicated thread' },
  C: { extraSpec: 'dedicated-core', words: 'dedicated core' },
} as const

export const diskTypes = {
  n: { extraSpec: 'network', words: 'network disk' },
  h: { extraSpec: 'hdd', words: 'local hard disk' },
  s: { extraSpec: 'ssd', words: 'local SSD' },
  p: { extraSpec: 'nvme', words: 'local NVMe' },
} as const

/** In the order in which messages list them. */
export const hypervisors = {
  kvm: 'KVM',
  chy: 'Cloud Hypervisor',
  xen: 'Xen',
  vmw: 'VMware',
  hyv: 'Hyper-V',
  bms: 'bare metal',
} as const

/** Generations by their number; index 0 is "old or unspecified". */
export const cpuVendors = {
  i: {
    words: 'Intel x86-64',
    generations: ['', 'Skylake', 'Cascade Lake', 'Ice Lake', 'Sapphire Rapids', 'Sierra Forest', 'Granite Rapids'],
  },
  z: { words: 'AMD x86-64', generations: ['', 'Zen 1', 'Zen 2', 'Zen 3', 'Zen 4', 'Zen 5', 'Zen 6'] },
  a: {
    words: 'Arm AArch64',
    generations: [
      '',
      'Neoverse N1 class',
      'Neoverse V1 class',
      'Neoverse N2/V2 class',
      'AmpereOne',
      'Neoverse N3/V3 class',
    ],
  },
  r: { words: 'RISC-V', generations: [''] },
} as const satisfies Record<string, { words: string; generations: readonly string[] }>

export const gpuAccesses = { g: 'virtual GPU', G: 'passed-through GPU' } as const

export const gpuVendors: Readonly<Record<'N' | 'A' | 'I', GpuVendorFacts>> = {
  N: {
    words: 'Nvidia',
    unit: 'SMs',
    generations: new Map([
      ['f', 'Fermi'],
      ['k', 'Kepler'],
      ['m', 'Maxwell'],
      ['p', 'Pascal'],
      ['v', 'Volta'],
      ['t', 'Turing'],
      ['a', 'Ampere'],
      ['l', 'Ada Lovelace'],
      ['g', 'Grace Hopper'],
      ['b', 'Blackwell'],
      ['u', 'Blackwell Ultra'],
    ]),
  },
  A: {
    words: 'AMD',
    unit: 'CUs',
    generations: new Map([
      ['0.4', 'GCN 4'],
      ['0.5', 'GCN 5'],
      ['1', 'CDNA 1'],
      ['1.1', 'RDNA 1'],
      ['2', 'CDNA 2'],
      ['2.1', 'RDNA 2'],
      ['3', 'CDNA 3'],
      ['3.1', 'RDNA 3'],
      ['3.5', 'RDNA 3.5'],
      ['4', 'CDNA 4'],
      ['4.1', 'RDNA 4'],
      ['5.1', 'RDNA 5'],
    ]),
  },
  I: {
    words: 'Intel',
    unit: 'EUs',
    generations: new Map([
      ['0.9', 'Gen 9'],
      ['0.95', 'Gen 9.5'],
      ['1', 'Xe'],
      ['2', 'Xe 2'],
      ['3', 'Arc'],
      ['4', 'Battlemage'],
    ]),
  },
}

interface GpuVendorFacts {
  readonly words: string
  readonly unit: string
  readonly generations: ReadonlyMap<string, string>
}
