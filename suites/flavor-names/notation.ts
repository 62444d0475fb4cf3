import { hypervisors } from './flavor-name.ts'

/** How the parts of a name are told apart; one pattern per part, in the order of the name. */
export interface Notation {
  readonly field: string
  readonly extension: string
  readonly cpuAndRam: RegExp
  readonly disk: RegExp
  readonly hypervisor: RegExp
  readonly hardwareVirtualization: RegExp
  readonly cpuModel: RegExp
  readonly gpu: RegExp
  readonly infiniband: RegExp
}

function notation(field: '-' | ':', extension: '_' | '-', known: readonly string[]): Notation {
  const sticky = (source: string) => new RegExp(source, 'y')
  return {
    field,
    extension,
    cpuAndRam: sticky(`([0-9]*)([LVTC])(i?)${field}([0-9.]*)(u?)(o?)`),
    disk: sticky(`${field}(?:([0-9]*)x)?([0-9]*)([nhsp]?)`),
    hypervisor: sticky(`${extension}(${known.join('|')})`),
    hardwareVirtualization: sticky(`${extension}hwv`),
    // What follows must be the end or a further extension: `_ib` is Infiniband, not Intel.
    cpuModel: sticky(`${extension}([izar])([0-9]*)(h*)(?=$|${extension})`),
    gpu: sticky(`${extension}([gG])([NAI])([^${field}h]*)(?:${field}([0-9]+))?(h*)(?:${field}([0-9]+))?(h*)`),
    infiniband: sticky(`${extension}ib`),
  }
}

/** v3, and v2 just the same: `SCS-4V-16-50_kvm`. */
export const v3 = notation('-', '_', Object.keys(hypervisors))
/** v1: `SCS-4V:16:50-kvm`. */
export const v1 = notation(
  ':',
  '-',
  Object.keys(hypervisors).filter((hypervisor) => hypervisor !== 'chy'),
)
