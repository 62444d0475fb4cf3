import { check, type Finding } from '../../src/check.ts'
import { anonymousAnswers, type AnonymousAnswer } from './anonymous-answers.ts'

/**
 * Clause (MUST, endpoints leave little to attack), in our reading: without credentials one neither reads
 * nor writes objects. Tried with two reads, and two writes that cannot create anything.
 *
 * 401 and 403 refuse. 2xx with an object of the API lets in, and so does a complaint about the missing body of a write (400,
 * 415, 422), since that comes after the question who is asking. Anything else says nothing, such as the login page of a proxy:
 * undecided.
 */
export const anonymousRequests = check({
  id: 'scs-0217-anonymous-requests',
  title: 'Without credentials nothing can be read or written',
  section: 'scs-0217-v1#standard',
  needs: { anonymousAnswers },
  judge({ anonymousAnswers }): Finding {
    const examined = anonymousAnswers.map(({ request, status }) => `${request}: ${status}`)
    const violations = anonymousAnswers.filter(isLetIn).map(({ request, status, reason, writes }) => ({
      subject: `${request} without credentials`,
      expected: '401 or 403',
      actual: `${status}${reason ? ` ${reason}` : ''}${writes ? ', which looks at what is written, not at who writes' : ''}`,
      remedy: 'take the rights away from system:anonymous and system:unauthenticated; see scs-0217-anonymous-grants',
    }))
    const odd = anonymousAnswers.find((answer) => ![401, 403].includes(answer.status) && !isLetIn(answer))
    if (violations.length > 0 || !odd) return { examined, violations }
    const message = `${odd.request} without credentials was answered with ${odd.status}, which says neither yes nor no; is there a proxy before the API server?`
    return { examined, violations, undecided: { kind: odd.status >= 500 ? 'unreachable' : 'malformed', message } }
  },
})

function isLetIn({ status, reason, writes }: AnonymousAnswer): boolean {
  return reason !== null && ((status >= 200 && status < 300) || (writes && [400, 415, 422].includes(status)))
}
