import type { AffectedVersions } from '../kubernetes/release-data.ts'

/** One entry of `affected[].versions` of a CVE record (CVE JSON 5). */
export interface RecordedVersion {
  readonly version: string
  readonly lessThan?: string
  readonly lessThanOrEqual?: string
}

/**
 * The range that an entry of a CVE record means; undefined where that cannot be told. Beside the forms of the format, the records
 * of Kubernetes have these in `version`: `v1.32.0 - v1.32.5`, `<=v1.29.12`, `< 1.8.0`, `1.9.x`, and `<=` in `lessThanOrEqual`.
 */
export function affectedVersions({
  version,
  lessThan,
  lessThanOrEqual,
}: RecordedVersion): AffectedVersions | undefined {
  if (lessThanOrEqual?.trim() === '<=') return below('<=', version)
  if (lessThan !== undefined || lessThanOrEqual !== undefined) {
    const from = isFromTheBeginning(version) ? '0.0.0' : numberIn(version)
    if (from === undefined) return undefined
    const bound = lessThan ?? lessThanOrEqual ?? ''
    if (bound.trim() === '*') return { from }
    const wildcard = minorIn(bound)
    if (wildcard) return ordered(from, { from, before: wildcard.next })
    const number = numberIn(bound)
    if (number === undefined) return undefined
    return ordered(from, lessThan === undefined ? { from, through: number } : { from, before: number })
  }
  const upTo = /^\s*(<=?)\s*(\S+)\s*$/.exec(version)
  if (upTo) return below(upTo[1] ?? '', upTo[2] ?? '')
  const [first = '', second, ...more] = version.split(/\s+-\s+|\s+to\s+/)
  const from = numberIn(first)
  if (more.length > 0) return undefined
  if (second !== undefined) {
    const through = numberIn(second)
    return from !== undefined && through !== undefined ? ordered(from, { from, through }) : undefined
  }
  const wildcard = minorIn(version)
  if (wildcard) return { from: wildcard.first, before: wildcard.next }
  return from === undefined ? undefined : { from, through: from }
}

/** What records have where they name no first version. Anything else, such as a pre-release, is one that cannot be read. */
function isFromTheBeginning(version: string): boolean {
  return /^\s*v?(0|\*|-|n\/a|unspecified|unknown|all)?\s*$/i.test(version)
}

function below(sign: string, version: string): AffectedVersions | undefined {
  const number = numberIn(version)
  if (number === undefined) return undefined
  return sign === '<' ? { from: '0.0.0', before: number } : { from: '0.0.0', through: number }
}

/** A range that ends before it begins says nothing. */
function ordered(from: string, range: AffectedVersions): AffectedVersions | undefined {
  return from.localeCompare(range.through ?? range.before ?? '', 'en', { numeric: true }) > 0 ? undefined : range
}

/** `v1.30` is 1.30.0; anything behind the number, such as a pre-release, cannot be told. */
function numberIn(text: string): string | undefined {
  const [, major, minor, patch = '0'] = /^\s*v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?\s*$/.exec(text) ?? []
  return major === undefined || minor === undefined ? undefined : [major, minor, patch].map(Number).join('.')
}

/** `1.29.x` or `1.29.*`: all patches of a minor. */
function minorIn(text: string): { readonly first: string; readonly next: string } | undefined {
  const [, major, minor] = /^\s*v?(\d{1,4})\.(\d{1,4})\.[x*]\s*$/i.exec(text) ?? []
  if (major === undefined || minor === undefined) return undefined
  return { first: `${Number(major)}.${Number(minor)}.0`, next: `${Number(major)}.${Number(minor) + 1}.0` }
}
