import { check, type Finding } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { someOf } from '../findings/some-of.ts'
import { wrongAge } from './evidence-age.ts'
import { licenceScans } from './facts.ts'

/**
 * No scan of licences that was handed in finds a flaw: REUSE none at all, ScanCode nothing proprietary.
 *
 * scs-0008-v1 wants licences handled clearly and names no tool. What REUSE calls non-compliant violates, since it is seen in the
 * files. ScanCode guesses from texts: what it takes for proprietary violates, what it does not know, and a choice
 * between such a licence and another, is undecided, and files without
 * a licence of their own are counted only. Files that a tool could not read leave the rest undecided, and so does a scan of no files.
 * A scan counts for 92 days; REUSE tells no date, so its results count as of when they are handed in, with a note.
 */
export const licenceScan = check({
  id: 'scs-0008-licence-scan',
  title: 'Scans find the licensing of the sources clear',
  section: 'scs-0008-v1#four-opens',
  needs: { licenceScans, referenceTime },
  judge({ licenceScans, referenceTime: now }): Finding {
    if (licenceScans === null) return notHandedIn(without)
    const ages = new Map(licenceScans.map((one) => [one, one.madeAt === null ? undefined : wrongAge(one.madeAt, now)]))
    const current = licenceScans.filter((one) => ages.get(one) === undefined)
    const violations = current.flatMap(({ file, tool, flaws }) =>
      flaws.map(({ subject, what }) => ({
        subject: `source ${subject}`,
        expected: 'its licensing is clear and open',
        actual: `it ${what}, says ${tool} (${file})`,
      })),
    )
    const unclear = [
      ...licenceScans.flatMap((one) => (ages.get(one) === undefined ? [] : [`${one.file} ${ages.get(one)}`])),
      ...current.flatMap(({ file, unseen }) => unseen.map((what) => `${file}: ${what}`)),
      ...current.flatMap(({ file, filesScanned }) => (filesScanned === 0 ? [`${file}: no file was scanned`] : [])),
    ]
    const notes = licenceScans.flatMap(({ file, tool, filesScanned, madeAt, notes }) => [
      `${file}: ${tool}, ${filesScanned} files, ${madeAt === null ? 'of no date that it tells' : `on ${madeAt.slice(0, 10)}`}`,
      ...notes.map((note) => `${file}: ${note}`),
    ])
    const count = licenceScans.reduce((sum, { filesScanned }) => sum + filesScanned, 0)
    const finding = { examined: { count }, violations }
    if (unclear.length === 0) return { ...finding, notes }
    const message = someOf(unclear, mostNamed)
    if (violations.length > 0) return { ...finding, notes: [...notes, message] }
    return { ...finding, notes, undecided: { kind: 'dependency', message } }
  },
})

const mostNamed = 10

const without = 'no results of licence scans were handed in; name those of REUSE or ScanCode by licenceScans'
