import { fact, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'

/** What the API server said to somebody without credentials. */
export interface AnonymousAnswer {
  readonly request: string
  readonly writes: boolean
  readonly status: number
  /** `reason` of a Status, '' of any other object; null where the body is no object of the API, so that it may come from something else. */
  readonly reason: string | null
}

const requests = [
  { method: 'GET', path: '/api/v1/namespaces' },
  { method: 'GET', path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings' },
  { method: 'POST', path: '/api/v1/namespaces' },
  { method: 'POST', path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings' },
] as const

/**
 * Reads and writes without credentials. Nothing can come of the writes: they have no body, so that a server which would let
 * anybody write can only complain of that. It looks at who is asking before it looks at the body.
 */
export const anonymousAnswers: Fact<readonly AnonymousAnswer[]> = fact({
  name: 'answers to requests without credentials',
  needs: { kubernetes },
  cost: { reads: requests.length },
  async load({ kubernetes }) {
    const answers: AnonymousAnswer[] = []
    // One after the other: over HTTP/2 an API server hangs up on those it does not know after each request.
    for (const { method, path } of requests) {
      const { status, text } = await kubernetes.anonymous({ method, path })
      answers.push({ request: `${method} ${path}`, writes: method === 'POST', status, reason: reasonIn(text) })
    }
    return answers
  },
})

function reasonIn(text: string): string | null {
  try {
    const body = JSON.parse(text) as { readonly kind?: unknown; readonly reason?: unknown } | null
    if (typeof body?.kind !== 'string') return null
    return typeof body.reason === 'string' ? body.reason : ''
  } catch {
    return null // a page for people, or nothing: from something before the API server
  }
}
