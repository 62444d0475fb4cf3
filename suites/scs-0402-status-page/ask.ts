import { ProbeError, type CauseKind } from '../../src/fact.ts'
import type { Place } from '../../src/provider/provider-file.ts'
import type { Web } from '../../src/provider/web.ts'
import type { Resource } from './api-schema.ts'
import type { FindFlaws, Flaw } from './find-flaws.ts'

/** One call to the API, and what is wrong with its answer. */
export interface Asked {
  /** `GET /components` */
  readonly call: string
  readonly outcome:
    /** An answer of the API, though maybe not as specified. */
    | { readonly kind: 'answered'; readonly flaws: readonly Flaw[] }
    /** Something that is no answer of the API. */
    | { readonly kind: 'wrong'; readonly expected: string; readonly actual: string }
    | { readonly kind: 'unobserved'; readonly cause: CauseKind; readonly message: string }
}

export interface Question {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly resource: Resource
  readonly isList: boolean
}

const mostBytes = 8 * 2 ** 20

/** Asks once. `sound` is what the answer holds and is as specified: the elements of its list, or the one thing. */
export async function ask(
  web: Web,
  page: Place,
  { path, query, resource, isList }: Question,
  findFlaws: FindFlaws,
  signal: AbortSignal,
): Promise<{ readonly asked: Asked; readonly sound: readonly unknown[] }> {
  const call = `GET ${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`
  const gives = (outcome: Asked['outcome']) => ({ asked: { call, outcome }, sound: [] })
  const unseen = (cause: CauseKind, message: string) => gives({ kind: 'unobserved', cause, message })
  try {
    const answer = await web.get(page, { path, ...(query ? { query } : {}) })
    const { status, body } = answer
    const where = `${call} on ${new URL(answer.url).host}`
    if (status === 401) return unseen('auth', `${where} answers 401; if it needs a token, name its file in tokenFile`)
    if (status === 403)
      return unseen('forbidden', `${where} answers 403; if it needs a token, name its file in tokenFile`)
    if (status === 429 || status >= 500) return unseen('unreachable', `${where} answers ${status}; try again later`)
    if (body.length > mostBytes) return unseen('malformed', `${where} answers with more than 8 MiB, which was not read`)
    if (status !== 200) return gives({ kind: 'wrong', expected: 'status 200', actual: `status ${status}` })
    const type = String(answer.headers['content-type'] ?? 'none')
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      return gives({
        kind: 'wrong',
        expected: 'an answer of type application/json',
        actual: `type ${type.slice(0, 60)}`,
      })
    }
    const parsed = parse(body)
    if (!parsed) return gives({ kind: 'wrong', expected: 'JSON', actual: 'something that cannot be read as JSON' })
    const { flaws, sound } = findFlaws(resource, isList, parsed.value)
    return { ...gives({ kind: 'answered', flaws }), sound }
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    return unseen(error.kind, error.message)
  }
}

function parse(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown }
  } catch {
    return undefined
  }
}
