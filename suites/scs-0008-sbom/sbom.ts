import { check, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { ageOf, latestMoment, mostAgeDays } from '../../src/provider/age.ts'
import type { Sbom } from '../sbom/model.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'

/**
 * Each bill of materials can be read, lists components, was made within the last 92 days and not in the future, and names
 * the tool that made it and what it is of. (SBOMs are part of SCS-open: minutes of Team IaaS, 2024-10-02 and 2024-10-23.)
 *
 * The documents name no age. A quarter is how often manual checks are repeated (scs-0004-v1), and none is longer than 92
 * days. A day ahead is let through, as clocks and time zones differ. A bill that does not say when it was made, or says it in
 * no way that can be read, may be of any age: that is open. What SPDX says is of an organization or a person made no tool.
 * A bill that cannot be read is no violation seen; it is DNF with the place.
 */
export const sbomCheck = check({
  id: 'scs-0008-sbom',
  title: 'Every bill of materials is readable, in date, and names its tool and its subject',
  section: 'scs-0008-v1#security',
  needs: { sboms, referenceTime },
  judge({ sboms, referenceTime }) {
    if (sboms === null) return noBill
    const looks = sboms.map((sbom) => look(sbom, Date.parse(referenceTime)))
    const violations = looks.flatMap((one) => one.violations)
    const open = looks.flatMap((one) => one.open ?? [])
    const finding = { examined: sboms.map(({ file }) => file), violations, notes: sboms.map(noteOn) }
    if (violations.length > 0) return { ...finding, notes: [...finding.notes, ...open] }
    const [message] = open
    return message === undefined ? finding : { ...finding, undecided: { kind: 'dependency', message } }
  },
})

function look(sbom: Sbom, now: number): { readonly violations: readonly Violation[]; readonly open?: string } {
  const { file, createdAt, tools, about, components } = sbom
  const subject = `bill of materials ${file}`
  const violations: Violation[] = []
  if (components.length === 0) {
    violations.push({
      subject,
      expected: 'components',
      actual: 'it lists none',
      remedy: 'have it made anew, of what runs',
    })
  }
  if (tools.length === 0) {
    violations.push({ subject, expected: 'the tool that made it', actual: 'it names none' })
  }
  if (about === null) {
    violations.push({
      subject,
      expected: 'what it is of: metadata.component in CycloneDX, DESCRIBES or a name in SPDX',
      actual: 'it names nothing',
    })
  }
  const made = createdAt === null ? Number.NaN : momentOf(createdAt)
  if (Number.isNaN(made)) {
    const what =
      createdAt === null
        ? 'does not say when it was made'
        : `says that it was made at ${createdAt.slice(0, 40)}, which is no moment`
    return { violations, open: `${file} ${what}, so it may be of any age` }
  }
  const { ago, is } = ageOf(made, now, latestMoment(createdAt ?? '', made))
  const day = new Date(made).toISOString().slice(0, 10)
  if (is === 'too old') {
    violations.push({
      subject,
      expected: `made within the last ${mostAgeDays} days`,
      actual: `it was made on ${day}, ${ago}`,
      remedy: 'have it made anew, best whenever something is rolled out',
    })
  } else if (is === 'still to come') {
    violations.push({
      subject,
      expected: 'made before it was judged',
      actual: `it was made on ${day}, which is still to come`,
    })
  }
  return { violations }
}

/** Without an offset it is taken for UTC, as SPDX wants it. */
function momentOf(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)) return Number.NaN
  return Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes('T') ? text : `${text}Z`)
}

function noteOn({ file, format, digest, createdAt, tools, about, components }: Sbom): string {
  const by = tools.length > 0 ? `, by ${tools.slice(0, 3).join(', ')}` : ''
  return `${file}: ${format}, ${components.length} components of ${about ?? 'an unnamed subject'}, made at ${createdAt ?? 'an unknown time'}${by}, ${digest}`
}
