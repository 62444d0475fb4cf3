import { fact, type Fact } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { whereVisible, type Visible } from '../../src/kubernetes/visible.ts'
import { record, text, wire, yesNo } from '../../src/kubernetes/wire-words.ts'

/** What the authorizers say of somebody made up; `reason` is theirs, and tells which of them has spoken. */
export interface AccessReview {
  readonly allowed: boolean
  readonly reason: string
  /** Where an authorizer could not answer, such as a webhook that is down: others may have, but a no is not known to be one. */
  readonly evaluationError: string
}

export interface AccessReviews {
  /** Somebody in no group wants to do everything. */
  readonly nobodyDoesAll: AccessReview
  /** Somebody who is merely logged in wants the version. */
  readonly anybodyReadsVersion: AccessReview
  /** A node that there is not wants a secret that there is not. */
  readonly nodeReadsSecret: AccessReview
  /** Somebody who is merely logged in wants secrets of the namespace default. */
  readonly anybodyGetsSecrets: AccessReview
  readonly anybodyListsSecrets: AccessReview
}

const nobody = 'scs-conformance-nobody'
const secrets = { resource: 'secrets', namespace: 'default' }
const anybody = { user: nobody, groups: ['system:authenticated'] }
const questions: Readonly<Record<keyof AccessReviews, object>> = {
  nobodyDoesAll: { user: nobody, resourceAttributes: { verb: '*', group: '*', resource: '*' } },
  anybodyReadsVersion: { ...anybody, nonResourceAttributes: { verb: 'get', path: '/version' } },
  nodeReadsSecret: {
    user: `system:node:${nobody}`,
    groups: ['system:nodes', 'system:authenticated'],
    resourceAttributes: { ...secrets, verb: 'get', name: nobody },
  },
  anybodyGetsSecrets: { ...anybody, resourceAttributes: { ...secrets, verb: 'get' } },
  anybodyListsSecrets: { ...anybody, resourceAttributes: { ...secrets, verb: 'list' } },
}

/** Asks the API server what others may do. A SubjectAccessReview is answered, not stored. */
export const accessReviews: Fact<Visible<AccessReviews>> = fact({
  name: 'access reviews',
  needs: { kubernetes },
  cost: { reads: Object.keys(questions).length },
  load: ({ kubernetes }) =>
    whereVisible(async () => {
      const answers = Object.entries(questions).map(
        async ([name, spec]) => [name, await review(kubernetes, spec)] as const,
      )
      return Object.fromEntries(await Promise.all(answers)) as unknown as AccessReviews // the same keys as the questions
    }),
})

async function review(kubernetes: Kubernetes, spec: object): Promise<AccessReview> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
  const { status } = await kubernetes.read({ method: 'POST', path, body }, wireReview)
  return { allowed: status.allowed, reason: status.reason ?? '', evaluationError: status.evaluationError ?? '' }
}

const wireReview = wire<{
  readonly status: { readonly allowed: boolean; readonly reason?: string; readonly evaluationError?: string }
}>('access review', record({ status: record({ allowed: yesNo }, { reason: text, evaluationError: text }) }))
