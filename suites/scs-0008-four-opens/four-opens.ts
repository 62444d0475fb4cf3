import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { someOf } from '../findings/some-of.ts'
import { wrongAge } from './evidence-age.ts'
import { aspects, fourOpensEvidence, type Aspect, type Component, type FourOpens } from './facts.ts'

/**
 * Of every component that the provider lists it is told where the source is, under which licence, how one contributes, how
 * decisions are made, where the roadmap is, and whom one tells of a security problem.
 *
 * scs-0008-v1 names these under open code, open development, open design and security; it is a decision record and sets no form, so
 * this is ours: standards/four-opens.schema.json. A component that by the provider's own word has no such thing violates; what
 * is not told is a gap, named, and leaves the rest undecided, for it may well exist. The links are not followed: that they lead to
 * what they promise is for people to see. Whether the licence is one of OSI's is judged by the bills of materials; here NONE
 * violates and NOASSERTION is a gap. The evidence counts for a quarter. That the list is whole is not seen here: services that run
 * and are in no bill of materials are the business of scs-0008-iaas-complete and scs-0008-kaas-complete.
 */
export const fourOpens = check({
  id: 'scs-0008-four-opens',
  title: 'Each component is developed in the open, and it is told where',
  section: 'scs-0008-v1#four-opens',
  needs: { fourOpensEvidence, referenceTime },
  judge({ fourOpensEvidence: evidence, referenceTime: now }): Finding {
    if (evidence === null) return notHandedIn(without)
    const { file, components, reviewedAt } = evidence
    const finding = { examined: components.map(({ name }) => name), notes: [`${file}: reviewed on ${reviewedAt}`] }
    const age = wrongAge(reviewedAt, now)
    if (age !== undefined) {
      return { ...finding, violations: [], undecided: { kind: 'dependency', message: `${file} ${age}` } }
    }
    const violations = components.flatMap((component, index) =>
      violationsIn(component, `${file}: components[${index}]`),
    )
    const gaps = gapsIn(evidence)
    if (gaps.length === 0) return { ...finding, violations }
    const message = `${gaps.length} gaps: ${someOf(gaps, mostNamed)}`
    if (violations.length > 0) return { ...finding, violations, notes: [...finding.notes, message] }
    return { ...finding, violations, undecided: { kind: 'dependency', message } }
  },
})

const mostNamed = 20

const without = 'it was not told how the components are developed; name a file by software'

const words: Readonly<Record<Aspect, string>> = {
  repository: 'a public repository',
  contributing: 'a documented way to contribute',
  governance: 'a documented way in which decisions are made',
  roadmap: 'a public roadmap',
  securityContact: 'a contact for security problems',
}

function violationsIn(component: Component, place: string): readonly Violation[] {
  const subject = nameOf(component)
  const none = aspects.flatMap((aspect) => {
    const told = component[aspect]
    if (typeof told !== 'object') return []
    return [{ subject, expected: words[aspect], actual: `there is none: ${told.none} (${place}.${aspect})` }]
  })
  const { licence } = component
  if (licence?.trim().toUpperCase() !== 'NONE') return none
  return [...none, { subject, expected: 'a licence', actual: `there is none (${place}.licence)` }]
}

function gapsIn({ components }: FourOpens): readonly string[] {
  const twice = components.filter(({ name }, index) => components.findIndex((one) => one.name === name) < index)
  return [
    ...components.flatMap((component, index) => {
      const absent = aspects.filter((aspect) => component[aspect] === undefined)
      const { licence } = component
      const unclear = licence === undefined || licence.trim().toUpperCase() === 'NOASSERTION' ? ['licence'] : []
      return [...unclear, ...absent].map((key) => `components[${index}].${key} of ${component.name}`)
    }),
    ...twice.map(({ name }) => `${name} is listed twice`),
  ]
}

function nameOf({ name, purl }: Component): string {
  return `component ${name}${purl === undefined ? '' : ` (${purl})`}`
}
