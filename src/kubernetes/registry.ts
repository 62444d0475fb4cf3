import { given } from '../fact.ts'
import type { Http } from '../http.ts'
import type { Redactor } from '../redact.ts'
import type { Answer } from './client.ts'

/** The container registry that the provider offers beside its clusters, without credentials. */
export interface Registry {
  /** Scheme, host and port, without a path: `https://registry.example`. */
  readonly url: string
  /** Whatever the status; redirects are not followed. ProbeError where no answer comes. */
  get(path: string): Promise<{ readonly status: number; readonly headers: Answer['headers']; readonly text: string }>
}

/** null where no registry was named (`--registry URL`). */
export const registry = given<Registry | null>('the container registry')

/** A registry at this URL; only its origin counts. */
export function openRegistry(url: string, http: Http, redactor: Redactor): Registry {
  const { origin } = new URL(url)
  return {
    url: origin,
    async get(path) {
      const { status, headers, body } = await http.send({
        url: `${origin}${path}`,
        headers: { accept: 'application/json' },
      })
      return { status, headers, text: redactor.redact(body.toString('utf8')) }
    },
  }
}
