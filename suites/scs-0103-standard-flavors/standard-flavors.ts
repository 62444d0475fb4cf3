import { extraSpecsOf } from '../flavor-names/extra-specs.ts'
import { parseFlavorName } from '../flavor-names/parse-flavor-name.ts'

/** A flavor that scs-0103 wants or recommends, with exactly what it must have. */
export interface StandardFlavor {
  readonly testcase: string
  readonly name: string
  readonly mandatory: boolean
  /** Anchor in scs-0103-v1. */
  readonly anchor: string
  readonly vcpus: number
  readonly ramMiB: number
  readonly diskGB: number
  readonly extraSpecs: Readonly<Record<string, string>>
}

const mandatory = {
  'scs-0103-flavor-1v-4': 'SCS-1V-4',
  'scs-0103-flavor-2v-8': 'SCS-2V-8',
  'scs-0103-flavor-4v-16': 'SCS-4V-16',
  'scs-0103-flavor-8v-32': 'SCS-8V-32',
  'scs-0103-flavor-1v-2': 'SCS-1V-2',
  'scs-0103-flavor-2v-4': 'SCS-2V-4',
  'scs-0103-flavor-4v-8': 'SCS-4V-8',
  'scs-0103-flavor-8v-16': 'SCS-8V-16',
  'scs-0103-flavor-16v-32': 'SCS-16V-32',
  'scs-0103-flavor-1v-8': 'SCS-1V-8',
  'scs-0103-flavor-2v-16': 'SCS-2V-16',
  'scs-0103-flavor-4v-32': 'SCS-4V-32',
  'scs-0103-flavor-1l-1': 'SCS-1L-1',
  'scs-0103-flavor-2v-4-20s': 'SCS-2V-4-20s',
  'scs-0103-flavor-4v-16-100s': 'SCS-4V-16-100s',
} as const

const recommendedPart1 = {
  'scs-0103-flavor-1v-4-10': 'SCS-1V-4-10',
  'scs-0103-flavor-2v-8-20': 'SCS-2V-8-20',
  'scs-0103-flavor-4v-16-50': 'SCS-4V-16-50',
  'scs-0103-flavor-8v-32-100': 'SCS-8V-32-100',
  'scs-0103-flavor-1v-2-5': 'SCS-1V-2-5',
  'scs-0103-flavor-2v-4-10': 'SCS-2V-4-10',
  'scs-0103-flavor-4v-8-20': 'SCS-4V-8-20',
  'scs-0103-flavor-8v-16-50': 'SCS-8V-16-50',
  'scs-0103-flavor-16v-32-100': 'SCS-16V-32-100',
  'scs-0103-flavor-1v-8-20': 'SCS-1V-8-20',
  'scs-0103-flavor-2v-16-50': 'SCS-2V-16-50',
  'scs-0103-flavor-4v-32-100': 'SCS-4V-32-100',
  'scs-0103-flavor-1l-1-5': 'SCS-1L-1-5',
} as const

/** With more RAM; since v1.2. */
const recommendedPart2 = {
  'scs-0103-flavor-16v-64': 'SCS-16V-64',
  'scs-0103-flavor-8v-64': 'SCS-8V-64',
  'scs-0103-flavor-16v-128': 'SCS-16V-128',
} as const

/** All of scs-0103-v1.2, mandatory ones first, in the order of the scope file. */
export const standardFlavors: readonly StandardFlavor[] = [
  ...Object.entries(mandatory).map((row) => standardFlavor(row, 'mandatory')),
  ...Object.entries(recommendedPart1).map((row) => standardFlavor(row, 'recommended-part-1')),
  ...Object.entries(recommendedPart2).map((row) => standardFlavor(row, 'recommended-part-2')),
]

function standardFlavor([testcase, name]: readonly [string, string], anchor: string): StandardFlavor {
  const parsed = parseFlavorName(name)
  if (!parsed.ok) throw new Error(`the table of standard flavors is wrong: ${name}: ${parsed.reason}`)
  const { cpus, ramGiB, disk } = parsed.value
  return {
    testcase,
    name,
    mandatory: anchor === 'mandatory',
    anchor,
    vcpus: cpus,
    ramMiB: 1024 * ramGiB,
    diskGB: disk?.sizeGB ?? 0,
    extraSpecs: extraSpecsOf(parsed.value),
  }
}
