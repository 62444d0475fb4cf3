import { check, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { newestVersions, type NewestVersion } from '../../src/openstack/newest-versions.ts'
import { openstackSeries } from '../../src/openstack/series-data.ts'
import { isOlderThan } from '../reference-data/dates.ts'
import { provenance, renew } from '../reference-data/provenance.ts'
import { standingOf, type Told } from './series.ts'

/**
 * Every service of OpenStack whose API tells its series runs one that upstream maintains at the reference date, and Nova is
 * one of those that tell.
 *
 * What tells it is the newest microversion of Nova and Cinder and the newest version of Octavia, which anybody may read. Several
 * series may share one: it is seen to be maintained where all of them are, and not to be where none is; else that service tells
 * nothing. For Cinder and Octavia, whose versions stay the same over many series, that is a note; for Nova, whose microversion
 * changes with almost every one, it leaves the rest undecided. Keystone, Glance, Neutron, Placement, Barbican and Swift tell
 * nothing of use. A version document that is no JSON leaves all open: something else than the cloud answers. Parts of a cloud are upgraded one after the other, so no series is derived for one from another.
 *
 * Doubtful cases. Maintained is what releases.openstack.org calls so; "unmaintained" (until 2024: "extended maintenance") is not.
 * The standard lets a provider run what is not maintained if it makes the fixes itself. That is what the testcase
 * scs-0124-security-updates attests: this one only says what runs, and a scope says which of the two it demands. An end that was
 * still to come when the data was collected is a plan, and upstream has put some off: once it has passed, nothing is seen until the
 * data is renewed. Data that reaches less far than half a year back passes nothing; an end that was seen stays one.
 */
export const openstackMaintained = check({
  id: 'scs-0124-openstack-maintained',
  title: 'The services run series of OpenStack that upstream maintains',
  section: 'scs-0124-v1#allow-only-maintained-versions-of-software',
  needs: { newestVersions, openstackSeries, referenceTime },
  judge({ newestVersions, openstackSeries: data, referenceTime: now }) {
    const judged = newestVersions.map((version) => ({ ...version, told: standingOf(version, data, now) }))
    const notes = [
      ...judged.flatMap(({ service, told }) => (told.is === 'open' ? [`${service} ${told.why}`] : [])),
      provenance(data),
    ]
    const finding = {
      examined: judged.map(nameOf),
      violations: judged.flatMap((one) => (one.told.is === 'ended' ? [violationOf(one, one.told)] : [])),
    }
    const compute = judged.find(({ service }) => service === 'compute')
    const open = whatIsOpen(compute?.told)
    const broken = newestVersions.find(({ flaw }) => flaw === 'malformed')
    const tooOld = isOlderThan(data.freshForDays ?? 183, data.reach, now)
    if (finding.violations.length > 0 || (open === undefined && !broken && !tooOld)) return { ...finding, notes }
    if (broken) {
      const message = `the version document of ${broken.service} is no JSON`
      return { ...finding, notes, undecided: { kind: 'malformed', message } }
    }
    const message = open ?? `the data on series of OpenStack reaches only to ${data.reach}; ${renew}`
    return { ...finding, notes, undecided: { kind: 'dependency', message } }
  },
})

function whatIsOpen(told: Told | undefined): string | undefined {
  if (told === undefined) return 'there is no compute service, whose API would tell which series of OpenStack runs'
  return told.is === 'open' ? `compute ${told.why}` : undefined
}

function nameOf({ service, newest, told }: NewestVersion & { readonly told: Told }): string {
  if (newest === null) return service
  return `${service} ${newest}${told.series.length > 0 ? `: OpenStack ${told.series.join(' or ')}` : ''}`
}

function violationOf({ service, newest }: NewestVersion, told: Told & { readonly is: 'ended' }): Violation {
  return {
    subject: `service ${service}`,
    expected: 'a series of OpenStack that upstream maintains',
    actual: `version ${newest} of its API is of ${told.series.join(' or ')}, not maintained since ${told.since}`,
    remedy: `upgrade it to a maintained series: ${told.maintained.join(', ')}; until then, make or take fixes for what runs, and attest them (scs-0124-security-updates)`,
  }
}
