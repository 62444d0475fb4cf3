import { prefix, type FlavorName } from './flavor-name.ts'

/** The canonical name in the notation of v3 (and v2): no leading zeros, no defaults, no generation 0. */
export function formatFlavorName(name: FlavorName): string {
  const { disk, cpuModel, gpu } = name
  const parts = [prefix, digits(name.cpus), name.cpuType, name.cpuInsecure ? 'i' : '']
  parts.push('-', digits(name.ramGiB), name.ramWithoutEcc ? 'u' : '', name.ramOversubscribed ? 'o' : '')
  if (disk) parts.push('-', disk.count === 1 ? '' : `${digits(disk.count)}x`, digits(disk.sizeGB), disk.type ?? '')
  if (name.hypervisor) parts.push('_', name.hypervisor)
  if (name.hardwareVirtualization) parts.push('_hwv')
  if (cpuModel) parts.push('_', cpuModel.vendor, digits(cpuModel.generation || null), 'h'.repeat(cpuModel.frequency))
  if (gpu) {
    parts.push('_', gpu.access, gpu.vendor, gpu.generation ?? '')
    parts.push(gpu.units === null ? '' : `-${digits(gpu.units)}`, 'h'.repeat(gpu.frequency))
    parts.push(gpu.vramGiB === null ? '' : `-${digits(gpu.vramGiB)}`, 'h'.repeat(gpu.bandwidth))
  }
  if (name.infiniband) parts.push('_ib')
  return parts.join('')
}

/** The name in the notation of v1, as `scs:name-v1` has it; null where v1 has no word for it (`_chy`). */
export function formatFlavorNameV1(name: FlavorName): string | null {
  if (name.hypervisor === 'chy') return null
  return prefix + formatFlavorName(name).slice(prefix.length).replaceAll('-', ':').replaceAll('_', '-')
}

/**
 * The same flavor without the details that the standard calls optional: hypervisor, hardware virtualization, the make
 * of an x86-64 CPU, and how fast things are. The make of another CPU stays, since it tells the architecture.
 *
 * The official tool drops every `h` of a GPU, and thereby turns `_GNh-64` (64 GiB of VRAM) into `_GN-64` (64 units) and
 * `_GNh_ib` into `_GN_ib`, which no parser accepts. Here VRAM without units goes too, and the `h` that keeps a bare GPU
 * and Infiniband apart stays.
 */
export function shortFlavorName(name: FlavorName): FlavorName {
  const { cpuModel, gpu } = name
  const foreign = cpuModel && (cpuModel.vendor === 'a' || cpuModel.vendor === 'r')
  const needed = gpu?.units === null && name.infiniband
  return {
    ...name,
    hypervisor: null,
    hardwareVirtualization: false,
    cpuModel: foreign ? { vendor: cpuModel.vendor, generation: 0, frequency: 0 } : null,
    gpu: gpu && {
      ...gpu,
      frequency: needed ? gpu.frequency : 0,
      vramGiB: gpu.units === null ? null : gpu.vramGiB,
      bandwidth: 0,
    },
  }
}

/** Never in exponential form, also above 10²¹. */
function digits(value: number | null): string {
  if (value === null) return ''
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}
