import { check, type Violation } from '../../src/check.ts'
import {
  apisOf,
  openstackSeries,
  seriesShowing,
  type OpenStackProject,
  type OpenStackSeries,
} from '../../src/openstack/series-data.ts'
import { shownServices, type ShownService } from '../../src/openstack/shown-versions.ts'
import type { Sbom, SbomComponent } from '../sbom/model.ts'
import { placeOf, type Placed } from './components.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'
import { numberIn, seriesOf } from './package-series.ts'
import { provenance } from '../reference-data/provenance.ts'
import { parsePurl, plainName, typeOf } from './purl.ts'

/**
 * Every OpenStack service in the catalog is in a bill of materials, in a version that fits what its API shows.
 * ("Supply-chain transparency / SBOM")
 *
 * A service is in a bill where a component has the name of its project, as packages and images have it: `nova`, `nova-api`,
 * `openstack-nova-api`, `python3-nova`; not where its purl is of npm, Go and the like, in which the same names are those of
 * others. APIs of OpenStack do not tell the version of the software; the newest microversion of
 * Nova and Cinder, the newest version of Octavia's API, and what Swift tells of itself narrow it down to series. A component
 * of a series before or after these is not what runs: a violation, unless another component of the project fits. A version
 * that tells no series, an API that is newer than the data, and one that shows no version at all are open. Of other services
 * it is enough that they are in the bill. Services of the catalog that are of no project that is known are told, and not judged.
 */
export const iaasCompleteCheck = check({
  id: 'scs-0008-iaas-complete',
  title: 'Every OpenStack service that runs is in a bill of materials, in a version that fits',
  section: 'scs-0008-v1#security',
  needs: { sboms, shownServices, openstackSeries },
  judge({ sboms, shownServices, openstackSeries: data }) {
    const bills = sboms?.filter(({ layer }) => layer !== 'kaas') ?? []
    if (bills.length === 0) return noBill
    const byName = componentsByName(bills)
    const projectOf = ({ type }: ShownService) =>
      data.content.projects.find(({ serviceTypes }) => serviceTypes.includes(type))
    const known = shownServices.flatMap((service) => {
      const project = projectOf(service)
      return project ? [{ service, project }] : []
    })
    const others = shownServices.filter((service) => !projectOf(service)).map(({ type }) => type)
    const looks = known.map(({ service, project }) => look(service, project, byName, data.content))
    const violations = looks.flatMap(({ violation }) => violation ?? [])
    const open = looks.flatMap((one) => one.open ?? [])
    const notes = [
      provenance(data),
      ...looks.flatMap(({ note }) => note ?? []),
      ...(others.length > 0 ? [`not judged, since they are of no project that is known: ${others.join(', ')}`] : []),
    ]
    const finding = { examined: known.map(({ service }) => `service ${service.type}`), violations, notes }
    if (violations.length > 0) return { ...finding, notes: [...notes, ...open] }
    if (known.length === 0) {
      const message =
        'the catalog has no service of a project that is known, so there is nothing to hold the bill against'
      return { ...finding, undecided: { kind: 'dependency', message } }
    }
    return open.length > 0 ? { ...finding, undecided: { kind: 'dependency', message: open.join('; ') } } : finding
  },
})

interface Look {
  readonly violation?: Violation
  readonly open?: string
  readonly note?: string
}

function look(
  service: ShownService,
  project: OpenStackProject,
  byName: ReadonlyMap<string, readonly Placed[]>,
  data: OpenStackSeries,
): Look {
  const { name, packages = [], alternatives = [] } = project
  const own = [name, `${name}-api`, `${name}-common`].flatMap((one) => [one, `openstack-${one}`])
  const names = [...own, `python3-${name}`, `python-${name}`, ...packages]
  const found = names.flatMap((one) => byName.get(one) ?? [])
  const subject = `service ${service.type} (${name})`
  if (found.length === 0) {
    const other = alternatives.find((one) => byName.has(one))
    if (other !== undefined) return { note: `${service.type}: the bill has ${other}, which offers it as well` }
    const remedy = `add ${name} with its version and purl, best by a tool that looks at what is installed`
    return {
      violation: { subject, expected: 'it is in a bill of materials', actual: 'no component has its name', remedy },
    }
  }
  return compare(service, project, found, data, subject)
}

/** Holds the versions that a bill has against what the service shows. */
function compare(
  { type, api, software }: ShownService,
  project: OpenStackProject,
  found: readonly Placed[],
  data: OpenStackSeries,
  subject: string,
): Look {
  const versions = found.map((placed) => ({ placed, version: versionOf(placed.component) }))
  const told = versions.map(({ placed, version }) => `${version || 'no version'} at ${placeOf(placed)}`)
  const all = `${told.slice(0, 5).join(', ')}${told.length > 5 ? ` and ${told.length - 5} more` : ''}`
  const remedy = 'have the bill made of what runs'
  if (software !== null) {
    // Tags such as 2025.1-ubuntu-noble are of series, and the service tells a number.
    const isSeries = (version: string) =>
      /^20\d\d\./.test(version) || seriesOf(version, { versions: {} }, data) !== undefined
    const numbers = versions.flatMap(({ version }) => (isSeries(version) ? [] : (numberIn(version) ?? [])))
    if (numbers.some((number) => number === numberIn(software)))
      return { note: `${type}: ${software}, as it says itself` }
    if (numbers.length === 0)
      return { open: `${type} says that it is ${project.name} ${software}, and the bill has ${all}` }
    const expected = `${project.name} ${software}, as the service says itself`
    return { violation: { subject, expected, actual: `the bill has ${all}`, remedy } }
  }
  if (apisOf(type, data).length === 0) return { note: `${type}: in the bill; its API does not tell its series` }
  if (api === null)
    return {
      open: `${type} shows no version of its API at the root of its endpoint, by which the bill could be judged`,
    }
  const showing = seriesShowing(type, api, data).map(({ name }) => name)
  if (showing.length === 0)
    return { open: `${type} shows version ${api} of its API, which the data have for no series` }
  const have = versions.map(({ version }) => seriesOf(version, project, data))
  if (have.some((series) => series !== undefined && showing.includes(series))) {
    return { note: `${type}: shows version ${api} of its API, which fits` }
  }
  const span = `OpenStack ${showing.join(' or ')}`
  if (have.includes(undefined))
    return { open: `${type} shows version ${api} of its API (${span}), and the bill has ${all}` }
  const expected = `${project.name} of ${span}, whose newest API is ${api}`
  return { violation: { subject, expected, actual: `the bill has ${all} (${[...new Set(have)].join(', ')})`, remedy } }
}

/** Of an image that is known by its digest, the tag. */
function versionOf({ name, version = '', purl }: SbomComponent): string {
  const parsed = parsePurl(purl)
  const [, tag = ''] = lastStep(name).split(':')
  const candidates = [version, tag, parsed?.qualifiers['tag'] ?? '', parsed?.version ?? '']
  return candidates.find((one) => one !== '' && !/^sha256[:-]/i.test(one)) ?? ''
}

/** Types of purls of which no part of OpenStack is: `pkg:npm/keystone` and `pkg:gem/heat` are others. */
const elsewhere: ReadonlySet<string> = new Set(
  'bower cargo cocoapods composer conan cran gem golang hackage hex maven npm nuget pub swift'.split(' '),
)

/** By the last step of their names, `quay.io/openstack.kolla/nova-api` is nova-api, and by those in their purls. */
function componentsByName(sboms: readonly Sbom[]): ReadonlyMap<string, readonly Placed[]> {
  const found = new Map<string, Placed[]>()
  for (const sbom of sboms) {
    for (const component of sbom.subject ? [sbom.subject, ...sbom.components] : sbom.components) {
      if (elsewhere.has(typeOf(component.purl))) continue
      const [last = ''] = lastStep(component.name).split(/[:@]/)
      for (const name of new Set([last.toLowerCase(), plainName(component.purl)])) {
        const known = found.get(name)
        if (known) known.push({ sbom, component })
        else found.set(name, [{ sbom, component }])
      }
    }
  }
  return found
}

function lastStep(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
