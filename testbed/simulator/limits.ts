/** Whether so much more is more than a limit allows; -1 is none. */
export function exceeds(limit: number, used: number, wanted = 1): boolean {
  return limit >= 0 && used + wanted > limit
}
