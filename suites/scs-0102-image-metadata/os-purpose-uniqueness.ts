import { check, type Violation } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { bare, nameOf, subjectOf, unnamed } from './image-finding.ts'

/**
 * Who looks for the generic image of an operating system finds one: among the public images that are not hidden, no two with
 * `os_purpose` generic agree in architecture, distribution and version.
 *
 * Images without distribution or version are left out. An absent architecture and an empty one are the same. Community
 * images do not count. A public image that could count but has none of the standard's properties leaves this undecided.
 */
export const osPurposeUniqueness = check({
  id: 'scs-0102-os_purpose-uniqueness',
  title: 'No two visible generic images share architecture, distribution and version',
  section: 'scs-0102-v1#technical-requirements-and-features',
  needs: { images },
  judge({ images }) {
    const visible = images.filter(
      ({ visibility, hidden, properties }) =>
        visibility === 'public' && !hidden && properties['os_distro'] && properties['os_version'],
    )
    const generic = visible.filter(({ properties }) => properties['os_purpose'] === 'generic')
    const alike = [...Map.groupBy(generic, keyOf)].filter(([, group]) => group.length > 1)
    const violations: Violation[] = alike.map(([key, group]) => ({
      subject: group.map(subjectOf).join(', '),
      expected: `one image with os_purpose generic for ${key}`,
      actual: `${group.length} of them`,
      remedy: 'set os_purpose of all but the recommended one to oldgeneric or custom, or hide them',
    }))
    const open = [
      ...visible.flatMap((image) => bare(image) ?? []),
      ...alike.flatMap(([, group]) => group.flatMap((image) => unnamed(image) ?? [])),
    ]
    const message = `an image ${open[0]}`
    return {
      examined: generic.map(nameOf),
      violations,
      ...(open.length === 0 ? {} : { undecided: { kind: 'malformed', message } }),
    }
  },
})

function keyOf({ properties }: Image): string {
  const { architecture, os_distro: distro, os_version: version } = properties
  return JSON.stringify([architecture ?? '', distro, version])
}
