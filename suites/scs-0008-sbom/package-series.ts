import type { OpenStackProject, OpenStackSeries } from '../../src/openstack/series-data.ts'

/**
 * The name of the series that a version of a project is of, by its number (`29.0.1`, `3:29.0.1-0ubuntu1`) or as images are
 * tagged (`2024.1`, `2024.1-ubuntu-jammy`, `zed`; by `caracal` none is). Undefined where it cannot be told.
 */
export function seriesOf(
  text: string,
  { versions = {} }: Pick<OpenStackProject, 'versions'>,
  { series }: Pick<OpenStackSeries, 'series'>,
): string | undefined {
  const tagged = series.find(({ name }) => {
    const tag = (name.split(' ')[0] ?? '').toLowerCase()
    return text === tag || new RegExp(`^${tag.replace('.', '\\.')}[-._]`).test(text)
  })
  if (tagged !== undefined) return tagged.name
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
