import type { OpenStackApiVersions, OpenStackProject } from '../../src/openstack/api-version-data.ts'

/**
 * The release that a version of a project is of, by its number (`29.0.1`, `3:29.0.1-0ubuntu1`) or by name, as images are
 * tagged (`2024.1`, `2024.1-ubuntu-jammy`, `caracal` is not: such names are not in the data). Undefined where it cannot be told.
 */
export function releaseOf(
  text: string,
  { versions }: Pick<OpenStackProject, 'versions'>,
  { releases }: Pick<OpenStackApiVersions, 'releases'>,
): string | undefined {
  const named = releases.find(
    (release) => text === release || new RegExp(`^${release.replace('.', '\\.')}[-._]`).test(text),
  )
  if (named !== undefined) return named
  const number = numberIn(text)
  if (number === undefined) return undefined
  return Object.entries(versions).find(([, first]) => majorOf(first) === majorOf(number))?.[0]
}

/** `29.0.1` of `3:29.0.1-0ubuntu1.2` and of `v29.0.1.dev3`. */
export function numberIn(text: string): string | undefined {
  return /^(?:\d+:)?v?(\d+(?:\.\d+)+)/.exec(text)?.[1]
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0]
}

/** The releases whose newest version of an API is this one: the first, and the one that was the first to show another. */
export function releasesShowing(
  api: string,
  known: Readonly<Record<string, string>>,
  releases: readonly string[],
): { readonly first: string; readonly before: string | null } | undefined {
  const first = Object.hasOwn(known, api) ? known[api] : undefined
  if (first === undefined) return undefined
  const later = Object.values(known)
    .map((release) => releases.indexOf(release))
    .filter((index) => index > releases.indexOf(first))
    .toSorted((one, other) => one - other)[0]
  return { first, before: later === undefined ? null : (releases[later] ?? null) }
}
