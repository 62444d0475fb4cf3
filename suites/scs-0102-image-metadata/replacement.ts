import type { Image } from '../../src/openstack/resources.ts'
import { trimEnd } from './python-text.ts'

/** The image that has the same name without its last word (`Ubuntu 24.04 old`), or without white space at its end. */
export function replacementOf({ name }: Image, byName: ReadonlyMap<string | null, Image>): Image | undefined {
  if (name === null) return undefined
  const lastSpace = name.lastIndexOf(' ')
  const shorter = trimEnd(lastSpace < 0 ? name : name.slice(0, lastSpace))
  return shorter === name ? undefined : byName.get(shorter)
}
