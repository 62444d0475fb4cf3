import { check, type Violation } from '../../src/check.ts'
import { formatFlavorName } from '../flavor-names/format-flavor-name.ts'
import { scsFlavors } from './facts.ts'

/**
 * A flavor may have any name, but one that begins with `SCS-` has to follow the naming scheme.
 *
 * Names that begin with `scs-`, `SCS_` and the like claim nothing and are not looked at. A name in the notation of v1
 * still passes, with a note. No SCS flavor at all is a PASS, since then nothing is claimed.
 */
export const syntaxCheck = check({
  id: 'scs-0100-syntax-check',
  title: 'Every flavor name that begins with SCS- follows the naming scheme',
  section: 'scs-0100-v3#complete-proposal-for-systematic-flavor-naming',
  needs: { scsFlavors },
  judge({ scsFlavors }) {
    const violations: Violation[] = []
    const notes: string[] = []
    for (const { flavor, parsed } of scsFlavors) {
      if (!parsed.ok) {
        violations.push({
          subject: `flavor ${flavor.name}`,
          expected: 'a name by scs-0100, such as SCS-4V-16-50n',
          actual: parsed.reason,
          remedy,
        })
      } else if (parsed.tolerated) {
        const today = formatFlavorName(parsed.value)
        notes.push(
          `flavor ${flavor.name}: a name by scs-0100-v1, merely tolerated; today it is ${today}, under which it should be offered too`,
        )
      }
    }
    return { examined: scsFlavors.map(({ flavor }) => flavor.name), violations, notes }
  },
})

const remedy =
  'offer the same flavor under a name that follows the scheme, or that does not begin with SCS-, and delete this one: ' +
  'Nova cannot rename a flavor, and existing servers keep their copy of it'
