import { assembled, type Assembled } from '../answer.ts'
import { glue, piece, type Piece } from '../pieces.ts'
import type { Status } from './all-status.ts'
import type { ScopeStatus } from './status.ts'

/** How many pieces are packed at the same time. */
const atATime = 16

/**
 * Gives the answer of `/status`, the JSON of `status`. What was written once is not written again: `currentStatus` gives the same
 * object for as long as nothing has changed.
 */
export function statusAnswers(): (status: Status) => Promise<Assembled> {
  const pieces = new WeakMap<ScopeStatus, Piece>()
  const answers = new WeakMap<Status, Assembled>()

  async function pack(all: readonly ScopeStatus[]): Promise<void> {
    const fresh = all.filter((one) => !pieces.has(one))
    for (let first = 0; first < fresh.length; first += atATime) {
      await Promise.all(
        fresh.slice(first, first + atATime).map(async (one) => pieces.set(one, await piece(JSON.stringify(one)))),
      )
    }
  }

  return async (status) => {
    const known = answers.get(status)
    if (known) return known
    await pack(Object.values(status).flatMap((own) => Object.values(own)))
    const parts = Object.entries(status).map(([subject, own]) => {
      const scopes = Object.entries(own).map(([uuid, one]) => [glue(`${JSON.stringify(uuid)}:`), pieces.get(one)])
      return [glue(`${JSON.stringify(subject)}:{`), ...commas(scopes), glue('}')]
    })
    const answer = assembled([glue('{'), ...commas(parts), glue('}')].filter((one) => one !== undefined))
    answers.set(status, answer)
    return answer
  }
}

function commas(parts: readonly (readonly (Piece | undefined)[])[]): readonly (Piece | undefined)[] {
  const comma = glue(',')
  return parts.flatMap((part, index) => (index === 0 ? part : [comma, ...part]))
}
