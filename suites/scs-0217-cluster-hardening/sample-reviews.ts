import type { AccessReview, AccessReviews } from './access-reviews.ts'

const no: AccessReview = { allowed: false, reason: '', evaluationError: '' }

/** What an API server with Node and RBAC says, with changes, for tests. */
export function reviews(changes: Partial<AccessReviews> = {}): { readonly seen: AccessReviews; readonly hidden: null } {
  const seen = {
    nobodyDoesAll: no,
    anybodyReadsVersion: {
      ...no,
      allowed: true,
      reason: 'RBAC: allowed by ClusterRoleBinding "system:discovery" of …',
    },
    nodeReadsSecret: { ...no, reason: "no relationship found between node 'x' and this object" },
    anybodyGetsSecrets: no,
    anybodyListsSecrets: no,
  }
  return { seen: { ...seen, ...changes }, hidden: null }
}

export const reviewsForbidden = { seen: null, hidden: 'forbidden', message: 'POST: 403' } as const
