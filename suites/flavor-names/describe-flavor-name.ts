import { cpuTypes, cpuVendors, diskTypes, gpuAccesses, gpuVendors, hypervisors } from './flavor-name.ts'
import type { CpuModel, Disk, FlavorName, Gpu } from './flavor-name.ts'

/** What the name promises, in words: `4 oversubscribed vCPUs (generic x86-64), 16 GiB RAM, a network disk of 50 GB`. */
export function describeFlavorName(name: FlavorName): string {
  const { cpuType, cpuInsecure, cpuModel, ramWithoutEcc, ramOversubscribed, disk, gpu } = name
  const cpu = [cpuModel ? cpuModelWords(cpuModel) : 'generic x86-64', cpuInsecure ? 'insecure' : '']
  const ram = [ramWithoutEcc ? 'without ECC' : '', ramOversubscribed ? 'oversubscribed' : '']
  const phrases = [
    `${name.cpus} ${cpuTypes[cpuType].words}${name.cpus === 1 ? '' : 's'}${inBrackets(cpu)}`,
    `${name.ramGiB} GiB RAM${inBrackets(ram)}`,
    disk ? diskWords(disk) : 'no disk (boots from a volume)',
  ]
  if (name.hypervisor) phrases.push(name.hypervisor === 'bms' ? hypervisors.bms : `on ${hypervisors[name.hypervisor]}`)
  if (name.hardwareVirtualization) phrases.push('hardware virtualization')
  if (gpu) phrases.push(gpuWords(gpu))
  if (name.infiniband) phrases.push('Infiniband')
  return phrases.join(', ')
}

const cpuSpeeds = ['', 'high frequency', 'very high frequency', 'highest frequency']
const gpuSpeeds = ['', 'high', 'very high']

function cpuModelWords({ vendor, generation, frequency }: CpuModel): string {
  const { words, generations } = cpuVendors[vendor]
  return [`${words} ${generations[generation] ?? ''}`.trim(), cpuSpeeds[frequency]].filter(Boolean).join(', ')
}

function diskWords({ count, sizeGB, type }: Disk): string {
  const kind = type ? diskTypes[type].words : 'disk of unspecified type'
  const size = sizeGB === null ? 'of a size that the cloud decides' : `of ${sizeGB} GB`
  return `${count === 1 ? 'a' : `${count} ×`} ${kind} ${size}`
}

function gpuWords({ access, vendor, generation, units, frequency, vramGiB, bandwidth }: Gpu): string {
  const { words, unit, generations } = gpuVendors[vendor]
  const model = [words, generation === null ? '' : (generations.get(generation) ?? '')].filter(Boolean).join(' ')
  const details = [
    units === null ? '' : `${units} ${unit}`,
    frequency ? `${gpuSpeeds[frequency]} frequency` : '',
    vramGiB === null ? '' : `${vramGiB} GiB VRAM`,
    bandwidth ? `${gpuSpeeds[bandwidth]} bandwidth` : '',
  ]
  return `a ${gpuAccesses[access]} ${model}${inBrackets(details)}`
}

function inBrackets(words: readonly (string | undefined)[]): string {
  const said = words.filter(Boolean)
  return said.length > 0 ? ` (${said.join(', ')})` : ''
}
