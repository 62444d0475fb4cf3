import type { Finding, Violation } from '../../src/check.ts'
import { someOf } from '../findings/some-of.ts'
import type { LicenceClaim, Sbom, SbomComponent } from '../sbom/model.ts'

/** A component and the bill that it is in. */
export interface Placed {
  readonly sbom: Sbom
  readonly component: SbomComponent
}

/** All components of all bills; the subjects too where they say something of licences, as most SPDX ones do not (NOASSERTION). */
export function placedIn(sboms: readonly Sbom[]): readonly Placed[] {
  return sboms.flatMap((sbom) => {
    const { subject, components } = sbom
    const all = subject?.licences?.some(saysAnything) ? [subject, ...components] : components
    return all.map((component) => ({ sbom, component }))
  })
}

/** Words that tools write where they know of no licence; NONE in capitals is a statement: there is none. */
const nothingSaid = /^(noassertion|unknown|none|n\/a|null|undefined)$/i

/** Whether a claim names a licence, or says that there is none. */
export function saysAnything(claim: LicenceClaim): boolean {
  const text = 'expression' in claim ? claim.expression : claim.name
  const words = text.split(/[\s()]+/).filter((word) => word !== '' && !/^(and|or)$/i.test(word))
  return words.some((word) => word === 'NONE' || !nothingSaid.test(word))
}

/** `components[3] of sboms/iaas.json` */
export function placeOf({ sbom, component }: Placed): string {
  return `${component.at} of ${sbom.file}`
}

/** What is no piece of software of its own, and so has a licence only where it says so. */
const withoutLicence: ReadonlySet<string> = new Set([
  'operating-system',
  'file',
  'data',
  'device',
  'cryptographic-asset',
])

/** Whether a component has to have a licence. */
export function needsLicence({ type = '' }: SbomComponent): boolean {
  return !withoutLicence.has(type)
}

/** Violations that are named one by one; a bill with ten thousand is not mended by a longer list. */
const mostNamed = 1000
/** Of what is open. */
export const fewNamed = 10

/** What was found of components, bounded: that many violations by name, a few of what is open. */
export interface ComponentFinding {
  readonly violations: readonly Violation[]
  /** What is open, a line each. */
  readonly open: readonly string[]
}

/** Joins them to a finding: violations first, else what is open, with how many there are. */
export function findingOf(
  count: number,
  { violations, open }: ComponentFinding,
  notes: readonly string[],
  what: string,
): Finding {
  const over = violations.length - mostNamed
  const bounded = violations.slice(0, mostNamed)
  const more = over > 0 ? [`${over} more components violate this, and are not named here`] : []
  const still = open.length > 0 ? [`${open.length} ${what}: ${someOf(open, fewNamed)}`] : []
  const finding = { examined: { count }, violations: bounded, notes: [...notes, ...more] }
  if (violations.length > 0) return { ...finding, notes: [...finding.notes, ...still] }
  const [message] = still
  return message === undefined ? finding : { ...finding, undecided: { kind: 'dependency', message } }
}

/** Of bills without a component: nothing was looked at, and that proves nothing. */
export function nothingIn(sboms: readonly Sbom[]): Finding {
  const message = `${sboms.map(({ file }) => file).join(', ')} ${sboms.length === 1 ? 'lists' : 'list'} no component, so there is nothing to look at`
  return { examined: { count: 0 }, violations: [], undecided: { kind: 'dependency', message } }
}
