import { ProbeError, type CauseKind } from '../../src/fact.ts'
import { StatusError } from '../../src/openstack/client.ts'

/** What an act is about; each has a testcase. */
export type Topic = 'users' | 'projects' | 'groups' | 'role assignments' | 'roles and domains'

/** Something that a domain manager did, or tried to do. */
export interface Act {
  readonly topic: Topic
  /** Name of the manager's domain. */
  readonly domain: string
  /** For people, after "may" or "may not": `create a user in the other domain`. */
  readonly what: string
  /** What the standard says of it. */
  readonly isAllowed: boolean
  /** `unclear`: neither done nor refused · `not tried`: something before it did not work. */
  readonly outcome: 'done' | 'refused' | 'unclear' | 'not tried'
  /** What the service said; null where it was done. */
  readonly message: string | null
  /** Of what is unclear. */
  readonly cause?: CauseKind
}

/** Writes down acts as they happen. */
export interface ActLog {
  readonly acts: readonly Act[]
  /** Carries out an act; undefined where it was not done. Rejects never, but for the end of the run. */
  attempt<T>(about: Pick<Act, 'topic' | 'what' | 'isAllowed'>, work: () => Promise<T>): Promise<T | undefined>
  skip(about: Pick<Act, 'topic' | 'what' | 'isAllowed'>, why: string): void
}

export function actLog(domain: string): ActLog {
  const acts: Act[] = []
  return {
    acts,
    async attempt(about, work) {
      try {
        const value = await work()
        acts.push({ ...about, domain, outcome: 'done', message: null })
        return value
      } catch (error) {
        if (!(error instanceof ProbeError) || error.kind === 'interrupted') throw error
        const { kind, message } = error
        const refused = isRefusal(error)
        acts.push({
          ...about,
          domain,
          message,
          ...(refused ? { outcome: 'refused' } : { outcome: 'unclear', cause: kind }),
        })
        return undefined
      }
    },
    skip(about, why) {
      acts.push({ ...about, domain, outcome: 'not tried', message: why })
    },
  }
}

/** Keystone hides what may not be seen behind 404, and tells with 403 that it may not be done. */
function isRefusal(error: ProbeError): boolean {
  return error instanceof HiddenError || (error instanceof StatusError && [403, 404].includes(error.status))
}

/** A list that was given, without what was looked for. */
export class HiddenError extends ProbeError {
  constructor(what: string) {
    super('dependency', `the answer does not hold ${what}`)
  }
}
