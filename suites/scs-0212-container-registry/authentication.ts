import { check, type Finding } from '../../src/check.ts'
import { registryLook } from './facts.ts'
import { notGiven } from './not-given.ts'

/**
 * Clause (SHOULD, required features): users and systems log in to the registry.
 *
 * Asked for `/v2/` without credentials, a registry says 401 and how to log in. 401 without a way to log in is a violation. 200
 * means that something can be done without logging in, maybe only to read what is public, so it decides nothing. All else
 * is no registry.
 */
export const authentication = check({
  id: 'scs-0212-authentication',
  title: 'The container registry asks its users to log in, and says how (recommended)',
  section: 'scs-0212-v1#required-features',
  needs: { registryLook },
  judge({ registryLook }): Finding {
    if (!registryLook) return notGiven
    const { url, status, challenges } = registryLook
    const examined = [`GET ${url}/v2/: ${[status, ...challenges].join(' ')}`]
    if (status === 401) {
      const violation = {
        subject: `registry at ${url}`,
        expected: '401 with a way to log in',
        actual: '401 without WWW-Authenticate',
        remedy: 'let the registry, and what stands before it, send WWW-Authenticate: Bearer or Basic',
      }
      return { examined, violations: challenges.length > 0 ? [] : [violation] }
    }
    const undecided =
      status === 200
        ? {
            kind: 'manual' as const,
            message: `${url}/v2/ can be used without logging in; have it attested that nobody can push so`,
          }
        : {
            kind: 'malformed' as const,
            message: `${url}/v2/ was answered with ${status}, which no registry does; is the URL right?`,
          }
    return { examined, violations: [], undecided }
  },
})
