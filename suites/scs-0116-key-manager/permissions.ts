import { check, type Finding } from '../../src/check.ts'
import { secretTrial } from './facts.ts'

/**
 * Who has the role member can store a secret, find it in the list and delete it, without any further role.
 *
 * Where there is no key manager there is nothing to be allowed: PASS. A refusal (403) at any step is a violation, and so is a
 * secret that was stored but is not listed; there the official script trips over its own cleaning up, the standard's text
 * decides. Any other trouble is undecided, also in deleting; a secret that stays though its deletion was accepted is a note.
 */
export const permissions = check({
  id: 'scs-0116-permissions',
  title: 'A user with role member can store, find and delete a secret, where there is a key manager',
  section: 'scs-0116-v1#key-manager-policies',
  needs: { secretTrial },
  judge({ secretTrial }): Finding {
    if (secretTrial.outcome === 'no key manager') {
      return {
        examined: [],
        violations: [],
        notes: ['the catalog lists no key manager, so there is nothing to be allowed'],
      }
    }
    if (secretTrial.outcome === 'forbidden') return refused(secretTrial.message)
    const { isListed, leftover } = secretTrial
    if (leftover?.refused === 'forbidden') return refused(leftover.message)
    const violations = isListed ? [] : [violation('stored it, but did not find it in the list')]
    const notes = leftover ? [leftover.message] : []
    const undecided = leftover?.refused ? { undecided: { kind: leftover.refused, message: leftover.message } } : {}
    return { examined: [subject], violations, notes, ...(isListed ? undecided : {}) }
  },
})

const subject = 'a secret of our own'

function refused(message: string): Finding {
  return { examined: [subject], violations: [violation(message)] }
}

function violation(actual: string): Finding['violations'][number] {
  const expected = 'stored, listed and deleted with the role member'
  const remedy = "turn on the key manager's secure RBAC, or let its policy treat the role member like its role creator"
  return { subject, expected, actual, remedy }
}
