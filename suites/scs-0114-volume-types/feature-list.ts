/** Aspects of a volume type that the standard names, in alphabetical order. */
export const knownFeatures = ['encrypted', 'replicated'] as const
export type Feature = (typeof knownFeatures)[number]

/**
 * The features listed at the very start of a volume type's description, `[scs:encrypted, replicated]`; null where there is
 * no list. White space around a feature does not count, and is here what the official suite's language takes for it. A list
 * that is not closed, or has brackets inside, is none.
 */
export function parseFeatureList(description: string | null): readonly string[] | null {
  const list = /^\[scs:([^[\]]*)\]/.exec(description ?? '')?.[1]
  if (list === undefined) return null
  return list === '' ? [] : list.split(',').map((feature) => feature.replaceAll(outerSpace, ''))
}

const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const outerSpace = new RegExp(`^${space}+|${space}+$`, 'gu')

/** What is wrong with a list of features, in words; empty where it is right. */
export function errorsIn(features: readonly string[]): readonly string[] {
  const unknown = features.filter((feature) => !isKnown(feature))
  const isSorted = features.every((feature, index) => index === 0 || (features[index - 1] ?? '') <= feature)
  return [
    ...(unknown.length > 0
      ? [`unknown: ${[...new Set(unknown)].map((feature) => JSON.stringify(feature)).join(', ')}`]
      : []),
    ...(new Set(features).size < features.length ? ['something is listed twice'] : []),
    ...(isSorted ? [] : ['not in alphabetical order']),
  ]
}

function isKnown(feature: string): feature is Feature {
  return (knownFeatures as readonly string[]).includes(feature)
}
