import type { Finding, Violation } from '../../src/check.ts'
import type { Component, ControlPlane, ControlPlaneProcess } from '../../src/kubernetes/control-plane.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'

/** What the flags of one process tell. */
export interface Reading {
  readonly violations?: readonly Violation[]
  readonly notes?: readonly string[]
  /** Set where they do not decide, such as where a file does that cannot be seen. */
  readonly unclear?: string
}

/**
 * Judges each process of a component by its flags. Where none can be seen, or its flags do not decide, `otherwise` (evidence
 * from elsewhere) holds if there is any; without it, it takes an attestation, or a user who may look.
 */
export function judgeFlags(
  controlPlane: ControlPlane,
  component: Component,
  read: (flags: Flags, subject: string) => Reading,
  otherwise?: Finding,
): Finding {
  const processes = controlPlane.processes.filter((process) => process.component === component)
  const readings = processes.map((process): Reading => {
    const subject = nameOf(process)
    return process.unseen === undefined ? read(process.flags, subject) : { unclear: `${subject} ${process.unseen}` }
  })
  const examined = processes.map(nameOf)
  const violations = readings.flatMap((reading) => reading.violations ?? [])
  const notes = readings.flatMap((reading) => reading.notes ?? [])
  if (violations.length > 0) return { examined, violations, notes }
  if (processes.length === 0)
    return otherwise ?? { examined, violations, notes, undecided: unseen(controlPlane, component) }
  const unclear = readings.find((reading) => reading.unclear !== undefined)?.unclear
  if (unclear === undefined) return { examined, violations, notes }
  return otherwise ?? { examined, violations, notes, undecided: { kind: 'manual', message: `${unclear}; ${attest}` } }
}

/** Why the flags of a component are not there to be judged, and the way out. */
export function unseen({ forbidden }: ControlPlane, component: Component): NonNullable<Finding['undecided']> {
  const refusals = forbidden[component].join('; ')
  if (refusals !== '') {
    const message = `this user may not see how ${component} was started (${refusals}); use one who may, or ${attest}`
    return { kind: 'forbidden', message }
  }
  return { kind: 'manual', message: `the cluster does not show how ${component} was started; ${attest}` }
}

export const attest = 'have it attested by who runs the control plane'

function nameOf({ component, source }: ControlPlaneProcess): string {
  return `${component} (${source})`
}

/** The elements of a flag that holds a list. */
export function listIn(flag: string | undefined): readonly string[] {
  return (flag ?? '').split(/[\s,]+/).filter((element) => element !== '')
}
