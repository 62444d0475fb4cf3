import type { Rule } from './facts.ts'

/** A rule in a few words. */
export function describe({ ethertype, remoteGroupId, remoteIpPrefix, ...used }: Rule): string {
  const remote = remoteGroupId ?? remoteIpPrefix ?? 'anywhere'
  const groups = [
    ...(used.usedInDefaultGroup ? ['default groups'] : []),
    ...(used.usedInOtherGroups ? ['other groups'] : []),
  ]
  return `${ethertype ?? 'any IP'}, remote ${remote}${groups.length > 0 ? `, for ${groups.join(' and ')}` : ''}`
}
