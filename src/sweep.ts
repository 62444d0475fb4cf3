import { setTimeout as pause } from 'node:timers/promises'
import { kindOf, messageOf, withOwnDeadline } from './clean-up.ts'

/** Something that a run has made and that is still there, or may be. */
export interface Remnant {
  /** Whose it is. */
  readonly runId: string
  /** For people: `security group`. */
  readonly kind: string
  readonly name: string
  /** null where it was about to be made when the run ended. */
  readonly id: string | null
  /** Where it is, for people: `cloud testbed`. */
  readonly where: string
  /** The collection that it is in: the same for whatever finds it. */
  readonly among: string
  readonly foundBy: 'ledger' | 'name'
  /** Lower ones are deleted first: what is in use comes after its users. */
  readonly rank: number
  /** As long as it is there, what its run has made besides must stay: it is deleted with the help of that. */
  readonly guards?: boolean
  /** Milliseconds that its deletion may take; 30 s if absent. */
  readonly timeoutMs?: number
  /** Sends what deletes it; fine where it is not there any more. */
  remove(): Promise<void>
  isGone(): Promise<boolean>
  /** Called when it was seen to be gone. */
  forget?(): Promise<void>
}

export interface Swept {
  readonly remnant: Remnant
  readonly outcome: 'gone' | 'left' | 'not reached'
  /** Why it is still there. */
  readonly message?: string
}

export interface SweepOptions {
  /** No further deletion is begun after it aborts. */
  readonly signal: AbortSignal
  readonly pauseMs?: number
  onSwept?(swept: Swept): void
}

/**
 * Deletes remnants one by one, users before what they use. What is refused is tried again after the others, since only the
 * service knows all that is in use, until several rounds have got nowhere. Never rejects.
 */
export async function sweep(remnants: readonly Remnant[], options: SweepOptions): Promise<readonly Swept[]> {
  const { signal, pauseMs = 500 } = options
  const done: Swept[] = []
  const settle = (swept: Swept) => {
    done.push(swept)
    options.onSwept?.(swept)
  }
  let open = remnants.toSorted((a, b) => a.rank - b.rank).map((remnant) => ({ remnant, message: '' }))
  for (let vain = 0; vain < roundsInVain && open.length > 0 && !signal.aborted;) {
    if (vain > 0) await pause(pauseMs * 2 ** vain)
    const refused = []
    const guarded = new Map<string, string>()
    for (const { remnant, message } of open) {
      const why = signal.aborted ? message : (guarded.get(remnant.runId) ?? (await obstacle(remnant, signal, pauseMs)))
      if (why !== null && remnant.guards)
        guarded.set(remnant.runId, `is kept as long as the ${remnant.kind} ${remnant.name} is there`)
      if (why === null) settle({ remnant, outcome: 'gone' })
      else refused.push({ remnant, message: why })
    }
    vain = refused.length < open.length ? 0 : vain + 1
    open = refused
  }
  for (const { remnant, message } of open) {
    if (message === '') settle({ remnant, outcome: 'not reached', message: 'interrupted before its turn' })
    else settle({ remnant, outcome: 'left', message })
  }
  return done
}

const roundsInVain = 3
const timeoutMs = 30_000

/** Deletes one and waits until it is gone; else why not, null where it is. */
async function obstacle(remnant: Remnant, signal: AbortSignal, pauseMs: number): Promise<string | null> {
  const milliseconds = remnant.timeoutMs ?? timeoutMs
  const stays = `its deletion was asked for, but it was still there after ${milliseconds / 1000} s`
  try {
    return await withOwnDeadline(milliseconds, async (deadline) => {
      await remnant.remove()
      for (let wait = pauseMs; !(await remnant.isGone()); wait = Math.min(wait * 2, 4000)) {
        if (deadline.aborted) return stays
        if (signal.aborted) return 'it is being deleted; the interruption came before it was gone'
        await pause(wait)
      }
      await remnant.forget?.()
      return null
    })
  } catch (error) {
    return kindOf(error) === 'interrupted' ? stays : messageOf(error)
  }
}
