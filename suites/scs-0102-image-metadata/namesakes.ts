import type { Finding } from '../../src/check.ts'
import type { Image } from '../../src/openstack/resources.ts'

/** Adds a note for each name that several images share; several without a name leave the testcase undecided. */
export function withNamesakes(finding: Finding, images: readonly Image[]): Finding {
  const named = [...Map.groupBy(images, ({ name }) => name)]
  const doubled = named.filter(([, group]) => group.length > 1).map(([name]) => name)
  const notes = [
    ...(finding.notes ?? []),
    ...doubled.map((name) => `several images are named ${name ?? 'nothing at all'}`),
  ]
  if (!doubled.includes(null) || finding.undecided) return { ...finding, notes }
  const message = 'several images have no name; name them, or the official suite cannot report on them and gives up'
  return { ...finding, notes, undecided: { kind: 'malformed', message } }
}
