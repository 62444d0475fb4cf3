import type { Image } from '../../src/openstack/resources.ts'
import { bare } from './image-finding.ts'
import { nameDate, parseDate, timestamp } from './parse-date.ts'

/** How an image stands to its own promise to be replaced. */
export type Age =
  | { readonly is: 'current' }
  /** `isMarked`: hidden, or its name says that it is an old one. */
  | { readonly is: 'outdated'; readonly sinceDays: number; readonly isMarked: boolean }
  /** Outdated, and `provided_until` is no date, so it is not known whether it is still offered. */
  | { readonly is: 'without end'; readonly until: string }
  | { readonly is: 'undecided'; readonly why: string }

const hour = 3600
const day = 24 * hour

/** Seconds between two builds; a week is 7 × 25 hours. Other frequencies promise nothing that could be late. */
const periods: ReadonlyMap<string, number> = new Map([
  ['yearly', 365 * day],
  ['quarterly', 92 * day],
  ['monthly', 31 * day],
  ['weekly', 7 * 25 * hour],
  ['daily', 25 * hour],
])

/** A tenth of the period is granted on top. */
const patience = 1.1

/** The age of an image at a moment, in seconds since 1970. */
export function ageOf(image: Image, now: number): Age {
  const { image_build_date: buildDate, replace_frequency: frequency, provided_until: until } = image.properties
  const bareImage = bare(image)
  if (bareImage !== undefined) return { is: 'undecided', why: bareImage }
  if (buildDate === null) return { is: 'undecided', why: 'has an image_build_date that is null' }

  const from = parseDate(buildDate ?? '') ?? parseDate(image.createdAt, timestamp) ?? 0
  const period = periods.get(frequency ?? 'never')
  const due = from + patience * (period ?? Number.POSITIVE_INFINITY)
  if (now <= due) return { is: 'current' }

  if (until === undefined || until === null) return { is: 'undecided', why: 'is outdated and has no provided_until' }
  if (until === 'none' || until === 'notice') return { is: 'current' }
  const end = parseDate(until)
  if (end === null) return { is: 'without end', until }
  if (now > end) return { is: 'current' }
  if (image.name === null) return { is: 'undecided', why: 'is outdated and has no name to find a newer one by' }
  const isMarked = image.hidden || isOldName(image.name)
  return { is: 'outdated', sinceDays: Math.floor((now - due) / day), isMarked }
}

function isOldName(name: string): boolean {
  const at = name.lastIndexOf(' ')
  const last = name.slice(at + 1)
  return at >= 0 && (last === 'old' || last === 'prev' || parseDate(last, nameDate) !== null)
}
