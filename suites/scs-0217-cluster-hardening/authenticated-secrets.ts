import { check } from '../../src/check.ts'
import { accessReviews } from './access-reviews.ts'

/**
 * Clause (authorization, which the standard demands), in our reading: to be logged in is not enough to read secrets. The API
 * server is asked whether somebody in no group but system:authenticated may get or list secrets of the namespace default; it
 * answers for all its authorizers together; where one of them could not answer, a no is none.
 */
export const authenticatedSecrets = check({
  id: 'scs-0217-authenticated-secrets',
  title: 'To be logged in is not enough to read the secrets of the namespace default',
  section: 'scs-0217-v1#standard',
  needs: { accessReviews },
  judge({ accessReviews }) {
    if (accessReviews.hidden !== null) {
      const message = `nobody could be asked what others may do (${accessReviews.message}); use a user who may create subjectaccessreviews`
      const kind = accessReviews.hidden === 'forbidden' ? 'forbidden' : 'dependency'
      return { examined: [], violations: [], undecided: { kind, message } }
    }
    const { anybodyGetsSecrets, anybodyListsSecrets } = accessReviews.seen
    const answers = Object.entries({ get: anybodyGetsSecrets, list: anybodyListsSecrets })
    const examined = answers.map(([verb]) => `${verb} secrets in default as system:authenticated`)
    const violations = answers
      .filter(([, { allowed }]) => allowed)
      .map(([verb, { reason }]) => ({
        subject: 'group system:authenticated',
        expected: 'no access to secrets of the namespace default',
        actual: `may ${verb} them${reason ? ` (${reason})` : ''}`,
        remedy: 'take the group out of the binding named, or secrets out of its role',
      }))
    const error = anybodyGetsSecrets.evaluationError || anybodyListsSecrets.evaluationError
    if (violations.length > 0 || !error) return { examined, violations }
    const message = `an authorizer of the API server could not answer (${error}); mend it and run this again`
    return { examined, violations, undecided: { kind: 'dependency', message } }
  },
})
