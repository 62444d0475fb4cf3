import type { Place } from './place.ts'

/**
 * Names for the machines that were seen, `host A` and on, in the order of the places: the same facts give the same names in
 * every testcase of a report. They stand for hashes of host names, which a report that gets published need not show.
 */
export function hostNames(places: readonly Place[]): ReadonlyMap<Place, string> {
  // A node that only its label places is with the node of that label whose server was seen.
  const byLabel = new Map<string, string>()
  for (const { label, claim } of places) {
    if (label !== null && claim && !byLabel.has(label)) byLabel.set(label, keyOf(claim))
  }
  const names = new Map<string, string>()
  const named = new Map<Place, string>()
  for (const place of places) {
    const { claim, label } = place
    const key = claim ? keyOf(claim) : label === null ? undefined : (byLabel.get(label) ?? `label ${label}`)
    if (key === undefined) continue
    const name = names.get(key) ?? `host ${letters(names.size)}`
    names.set(key, name)
    named.set(place, name)
  }
  return named
}

function keyOf(claim: NonNullable<Place['claim']>): string {
  return claim.kind === 'own' ? `own ${claim.machine}` : `nova ${claim.project} ${claim.hostId}`
}

/** A … Z, AA, AB … */
function letters(index: number): string {
  const before = index < 26 ? '' : letters(Math.floor(index / 26) - 1)
  return before + String.fromCharCode(65 + (index % 26))
}
