import { fact, referenceTime, type Fact } from '../../src/fact.ts'
import { reportHistory, type EarlierReport, type ReportHistory } from '../../src/provider/history.ts'
import { endToEnd, isUpgrade, toldVersion, upgradedPart } from './told-version.ts'

/** An upgrade that two reports show: of one subject and scope, with another version. */
export interface Upgrade {
  readonly subject: string
  readonly scope: string
  readonly before: Side
  readonly after: Side
  /** Ids of testcases that stand worse after it. */
  readonly regressions: readonly string[]
  readonly lost: readonly string[]
  /** The testcase that proves a whole end-to-end test after it, and since when; null where none does. */
  readonly proof: { readonly id: string; readonly endedAt: string | null } | null
}

interface Side {
  readonly file: string
  readonly version: string
  /** ISO 8601, UTC */
  readonly finishedAt: string
}

type Told = EarlierReport & { readonly version: string }

/** Upgrades that the reports show, the earliest first; null where no reports were handed in. */
export const upgrades: Fact<readonly Upgrade[] | null> = fact({
  name: 'upgrades that earlier reports show',
  needs: { reportHistory, referenceTime },
  async load({ reportHistory, referenceTime }) {
    if (!reportHistory) return null
    const { reports } = await reportHistory.read()
    if (reports.length === 0) return null
    const told = reports.flatMap((report): Told[] => {
      const version = report.complete && report.finishedAt <= referenceTime ? toldVersion(report) : null
      return version === null ? [] : [{ ...report, version }]
    })
    const bySubject = Map.groupBy(told, ({ subject, scope }) => `${subject}\n${scope}`)
    return [...bySubject.values()]
      .flatMap((ofOne) => upgradesIn(ofOne, reportHistory))
      .toSorted((one, other) => (one.after.finishedAt < other.after.finishedAt ? -1 : 1))
  },
})

function upgradesIn(reports: readonly Told[], history: ReportHistory): readonly Upgrade[] {
  return reports.flatMap((before, index) => {
    const next = reports[index + 1]
    if (!next || !isUpgrade(next.version, before.version)) return []
    const rest = reports.slice(index + 1)
    const end = rest.findIndex((one) => !isSame(one, next))
    const judged = rest.slice(0, end === -1 ? undefined : end).flatMap((after) => upgradeOf(before, after, history))
    // A first run may meet an upgrade that is under way: any report on the new version may show that it went well.
    return judged.find(wentWell) ?? judged.at(-1) ?? []
  })
}

function isSame(one: Told, other: Told): boolean {
  return upgradedPart(one.version) === upgradedPart(other.version)
}

function upgradeOf(before: Told, after: Told, history: ReportHistory): readonly Upgrade[] {
  const difference = history.compare(before.uuid, after.uuid)
  if (!difference) return []
  const proof = endToEnd(after)
  // Results from before the upgrade may have been brought to a run after it.
  const isOfBefore = proof?.endedAt === null || (proof !== undefined && proof.endedAt <= before.finishedAt)
  return [
    {
      subject: before.subject,
      scope: before.scope,
      before: sideOf(before),
      after: sideOf(after),
      ...difference,
      proof: proof && !isOfBefore ? proof : null,
    },
  ]
}

/** Nothing stands worse, and all was tested. */
export function wentWell({ regressions, lost, proof }: Upgrade): boolean {
  return regressions.length === 0 && lost.length === 0 && proof !== null
}

function sideOf({ file, version, finishedAt }: Told): Side {
  return { file, version, finishedAt }
}
