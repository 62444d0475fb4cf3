import { check, type Violation } from '../../src/check.ts'
import { formatFlavorName } from '../flavor-names/format-flavor-name.ts'
import { scsFlavors } from './facts.ts'
import { comparePromises, nameThatFits } from './promises.ts'

/**
 * A flavor whose name follows the scheme has at least what the name says: CPUs, RAM and root disk.
 *
 * More than promised is fine and noted. RAM may be up to 51 MiB short, as the official suite rounds it. Where the name
 * has no disk part, no disk is promised; where it has one without a size (`SCS-4V-16-`), the official suite breaks off
 * for all flavors, so this check leaves it open too. Names that do not parse belong to scs-0100-syntax-check.
 * What cannot be read off a flavor (CPU make, kind of disk, GPU) is not compared.
 */
export const semanticsCheck = check({
  id: 'scs-0100-semantics-check',
  title: 'Every SCS flavor has at least the CPUs, RAM and disk that its name promises',
  section: 'scs-0100-v3#naming-policy-compliance',
  needs: { scsFlavors },
  judge({ scsFlavors }) {
    const violations: Violation[] = []
    const notes: string[] = []
    const examined: string[] = []
    const open: string[] = []
    for (const { flavor, parsed } of scsFlavors) {
      if (!parsed.ok) continue
      const { shortfalls, remarks, sizeMissing } = comparePromises(flavor, parsed.value)
      const fitting = formatFlavorName(nameThatFits(flavor, parsed.value))
      const remedy = `offer it under a name that fits, such as ${fitting}, and delete this one: Nova can neither resize nor rename a flavor`
      examined.push(flavor.name)
      violations.push(...shortfalls.map((found) => ({ subject: `flavor ${flavor.name}`, ...found, remedy })))
      notes.push(...remarks.map((remark) => `flavor ${flavor.name}: ${remark}`))
      if (sizeMissing) open.push(`${flavor.name} (offer it as ${fitting} instead)`)
    }
    const message = `names with a disk of no size promise nothing that could be compared: ${open.join(', ')}`
    return { examined, violations, notes, ...(open.length > 0 && { undecided: { kind: 'malformed', message } }) }
  },
})
