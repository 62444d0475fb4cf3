import { cpuVendors, gpuVendors, prefix } from './flavor-name.ts'
import type {
  CpuModel,
  CpuType,
  CpuVendor,
  Disk,
  DiskType,
  FlavorName,
  Gpu,
  GpuAccess,
  GpuVendor,
  Hypervisor,
} from './flavor-name.ts'
import { explainLeftover, explainStart } from './explain-refusal.ts'
import { v1, v3, type Notation } from './notation.ts'
import { excerpt } from './visible.ts'

export type Parsed<T> =
  | {
      readonly ok: true
      readonly value: T
      /** Written in the notation of v1, which today is accepted with a warning only. */
      readonly tolerated: boolean
    }
  | { readonly ok: false; readonly reason: string }

/**
 * Reads a flavor name by scs-0100: in the notation of v3 (v2 is the same), else of v1 (`:` for `-`, `-` for `_`).
 *
 * A name is accepted exactly when the official parser accepts it, also where the standard's prose is narrower or
 * silent, because a certificate must not depend on who reads the names:
 * - Parts are read from left to right, each as long as it can be, and none is given back. So the generation of a GPU
 *   swallows what follows it up to the next separator or `h`: `_GNa_ib` is refused, `_GNa-64_ib` and `_GNah_ib` are not.
 * - RAM is whatever reads as a decimal number (`4.`, `.5`, `04`, `4.50`), if that is a positive multiple of 0.5 once
 *   it is a floating point number; a number so large that its double is not finite is refused.
 * - An absent number is the default where there is one: `-x10` is one disk, `-3x` and a bare `-` are disks of a size
 *   that the cloud decides. An absent number of CPUs is refused, and so is 0 everywhere. Leading zeros do not count.
 * - Whole numbers beyond 4300 digits are refused; that is where Python stops to read them.
 * - VRAM may be given without units if an `h` stands before it (`_GNh-64`), since then it is not taken for units.
 * - `_chy` came after v1, so a v1 name cannot say it.
 * - Digits are ASCII digits, letters are case-sensitive, and nothing may follow, not even the end of a line.
 *
 * Numbers above 2⁵³ lose digits, beyond the largest double they become that.
 */
export function parseFlavorName(name: string): Parsed<FlavorName> {
  if (!name.startsWith(prefix)) return { ok: false, reason: `not an SCS name: it does not start with ${prefix}` }
  const current = parseNotation(v3, name)
  if (typeof current !== 'string') return { ok: true, value: current, tolerated: false }
  const old = parseNotation(v1, name)
  if (typeof old !== 'string') return { ok: true, value: old, tolerated: true }
  return { ok: false, reason: /^SCS-[0-9]*[LVTC]i?:/.test(name) ? `${old} (read as a v1 name)` : current }
}

/** A walk through one name; `problem` is the first thing that is wrong with it. */
interface Walk {
  readonly name: string
  position: number
  problem: string | undefined
}

/** The name, or the reason why it is none. */
function parseNotation(notation: Notation, name: string): FlavorName | string {
  const walk: Walk = { name, position: prefix.length, problem: undefined }
  const start = take(walk, notation.cpuAndRam)
  if (!start) return explainStart(name, notation)
  const [, cpus, cpuType, insecure, ram, withoutEcc, oversubscribed] = start
  const value: FlavorName = {
    cpus: readCount(walk, cpus, 'number of CPUs') ?? refuse(walk, 1, 'the number of CPUs is missing'),
    cpuType: cpuType as CpuType, // the pattern names exactly these letters, here and below
    cpuInsecure: insecure !== '',
    ramGiB: readRam(walk, ram ?? ''),
    ramWithoutEcc: withoutEcc !== '',
    ramOversubscribed: oversubscribed !== '',
    disk: readDisk(walk, take(walk, notation.disk)),
    hypervisor: (take(walk, notation.hypervisor)?.[1] as Hypervisor | undefined) ?? null,
    hardwareVirtualization: take(walk, notation.hardwareVirtualization) !== null,
    cpuModel: readCpuModel(walk, take(walk, notation.cpuModel)),
    gpu: readGpu(walk, take(walk, notation.gpu)),
    infiniband: take(walk, notation.infiniband) !== null,
  }
  if (walk.problem !== undefined) return walk.problem
  return walk.position === name.length ? value : explainLeftover(name, walk.position, notation)
}

function readDisk(walk: Walk, match: RegExpExecArray | null): Disk | null {
  if (!match) return null
  const [, count, size, type] = match
  return {
    count: readCount(walk, count, 'number of disks') ?? 1,
    sizeGB: readCount(walk, size, 'size of the disk'),
    type: type ? (type as DiskType) : null,
  }
}

function readCpuModel(walk: Walk, match: RegExpExecArray | null): CpuModel | null {
  if (!match) return null
  const [part, vendor = 'i', generation = '', frequency = ''] = match
  const { words, generations } = cpuVendors[vendor as CpuVendor]
  if (generation.length > maxDigits || !(Number(generation) in generations)) {
    const last = generations.length - 1
    refuse(
      walk,
      0,
      `${excerpt(part)}: ${words} has no generation ${excerpt(generation)}, ${last ? `only 0 to ${last}` : 'only 0'}`,
    )
  }
  if (frequency.length > 3) refuse(walk, 0, `${excerpt(part)}: at most three h say how fast a CPU is`)
  return { vendor: vendor as CpuVendor, generation: Number(generation), frequency: frequency.length }
}

function readGpu(walk: Walk, match: RegExpExecArray | null): Gpu | null {
  if (!match) return null
  const [part, access, vendor = 'N', generation = '', units, frequency = '', vram, bandwidth = ''] = match
  const { words, generations } = gpuVendors[vendor as GpuVendor]
  if (generation !== '' && !generations.has(generation)) {
    const known = [...generations.keys()].join(', ')
    const hint = /.[_-]ib$/s.test(generation) ? '; after a GPU, Infiniband needs the number of units before it' : ''
    refuse(walk, 0, `${excerpt(part)}: ${words} has no GPU generation ${excerpt(generation)}, only ${known}${hint}`)
  }
  if (frequency.length > 2 || bandwidth.length > 2)
    refuse(walk, 0, `${excerpt(part)}: at most two h say how fast a GPU or its memory is`)
  return {
    access: access as GpuAccess,
    vendor: vendor as GpuVendor,
    generation: generation === '' ? null : generation,
    units: readCount(walk, units, 'number of GPU units'),
    frequency: frequency.length,
    vramGiB: readCount(walk, vram, 'size of the GPU memory'),
    bandwidth: bandwidth.length,
  }
}

const maxDigits = 4300

/** null where there are no digits; digits that are no positive number are a problem. */
function readCount(walk: Walk, digits: string | undefined, what: string): number | null {
  if (digits === undefined || digits === '') return null
  if (digits.length > maxDigits) return refuse(walk, 1, `the ${what} has more than ${maxDigits} digits`)
  return /[1-9]/.test(digits) ? Math.min(Number(digits), Number.MAX_VALUE) : refuse(walk, 1, `the ${what} is 0`)
}

function readRam(walk: Walk, text: string): number {
  const ramGiB = Number(text)
  if (text === '') return refuse(walk, 1, 'the RAM is missing')
  if (Number.isNaN(ramGiB)) return refuse(walk, 1, `the RAM ${excerpt(text)} is not a number`)
  if (!(ramGiB > 0 && Number.isInteger(2 * ramGiB)))
    return refuse(walk, 1, `the RAM ${excerpt(text)} is not a positive multiple of 0.5 GiB`)
  return ramGiB
}

function take(walk: Walk, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = walk.position
  const match = pattern.exec(walk.name)
  if (match) walk.position += match[0].length
  return match
}

/** Notes the problem if it is the first, and gives back a value that lets the walk go on. */
function refuse<T>(walk: Walk, value: T, problem: string): T {
  walk.problem ??= problem
  return value
}
