import type { Finding, Violation } from '../../src/check.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { hasOwnProperties } from '../image-properties/own-properties.ts'

/** What one image gives; an empty object where all is well. */
export interface Judgement {
  readonly violation?: Omit<Violation, 'subject'> | undefined
  readonly note?: string | undefined
  /** Why this image leaves the testcase undecided. */
  readonly undecided?: string | undefined
}

/** Judges image by image; one that cannot be decided leaves the whole testcase undecided, as in the official suite. */
export function judgeImages(images: readonly Image[], judge: (image: Image) => Judgement): Finding {
  const violations: Violation[] = []
  const notes: string[] = []
  const open: string[] = []
  for (const image of images) {
    const { violation, note, undecided } = judge(image)
    if (violation) violations.push({ subject: subjectOf(image), ...violation })
    if (note !== undefined) notes.push(`${subjectOf(image)}: ${note}`)
    if (undecided !== undefined) open.push(`${subjectOf(image)} ${undecided}`)
  }
  return {
    examined: images.map(nameOf),
    violations,
    notes,
    ...(open.length === 0 ? {} : { undecided: { kind: 'malformed', message: open.join('; ') } }),
  }
}

/** `image Ubuntu 24.04 (ID)` */
export function subjectOf(image: Image): string {
  return `image ${nameOf(image)} (${image.id})`
}

export function nameOf({ name }: Image): string {
  return name ?? '(without a name)'
}

/** The command that sets a property. */
export function setProperty({ id }: Image, assignment: string): string {
  return `openstack image set --property ${assignment} ${id}`
}

/**
 * An image found wanting that has no name: the official suite cannot even list such an image and gives up on the testcase.
 */
export function unnamed({ name }: Image): string | undefined {
  return name === null ? 'has no name; name it, or the official suite cannot report on it and gives up' : undefined
}

/**
 * An image with none but well-known properties: the official suite finds no place to look for any other one and gives up
 * on the testcase, also where the property is optional.
 */
export function bare(image: Image): string | undefined {
  if (hasOwnProperties(image)) return undefined
  return 'has none of the properties that this standard adds; set some, or the official suite gives up on it'
}
