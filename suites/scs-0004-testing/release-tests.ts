import { fact, referenceTime, type Fact } from '../../src/fact.ts'
import { provider } from '../../src/provider/facts.ts'
import { reportHistory } from '../../src/provider/history.ts'
import { endToEnd, toldVersion } from './told-version.ts'

/** One test of a release before it was out. */
export interface TestedRelease {
  /** As the provider calls it, or the version that a cluster told. */
  readonly release: string
  readonly file: string
  /** ISO 8601, UTC */
  readonly finishedAt: string
  readonly complete: boolean
  /** Ids of what was attempted and not decided, and how many results decide. */
  readonly undecided: readonly string[]
  readonly decided: number
  /** The testcase of a whole end-to-end test; null where there was none. */
  readonly endToEnd: string | null
}

/** Tests that the provider names, and those of clusters that told a pre-release as their version; null where nothing is named. */
export const testedReleases: Fact<readonly TestedRelease[] | null> = fact({
  name: 'tests of release candidates',
  needs: { provider, reportHistory, referenceTime },
  async load({ provider, reportHistory, referenceTime: now }) {
    if (!provider || !reportHistory) return null
    const named = await Promise.all(
      provider.releaseTests.map(async ({ release, report }) => ({
        release,
        report: await reportHistory.readOne(report),
      })),
    )
    const { reports } = await reportHistory.read()
    const told = reports.flatMap((report) => {
      const version = toldVersion(report)
      // The report of this run may lie where the others do, and be written at this moment.
      return version !== null && prerelease.test(version) && report.finishedAt <= now
        ? [{ release: `Kubernetes ${version}`, report }]
        : []
    })
    return [...named, ...told].map(({ release, report }) => ({
      release,
      file: report.file,
      finishedAt: report.finishedAt,
      complete: report.complete,
      undecided: report.results.filter(({ verdict }) => verdict === 'DNF').map(({ id }) => id),
      decided: report.results.filter(({ verdict }) => verdict === 'PASS' || verdict === 'FAIL').length,
      endToEnd: endToEnd(report)?.id ?? null,
    }))
  },
})

const prerelease = /^v\d+\.\d+\.\d+-(alpha|beta|rc)\.\d+/
