import { ProbeError } from './fact.ts'
import { raisesInWords, shortages, shortagesInWords, type Quota, type Room } from './room.ts'

/** Who wants room, and in what line. */
export interface Ticket {
  /**
   * Waits until there is room beside those who have it, and who come earlier. ProbeError `quota` at once where there would not
   * be enough if nobody else were there; the signal's reason where it aborts first.
   */
  enter(room: Room, quotas: readonly Quota[], signal: AbortSignal): Promise<void>
  /** Gives the room back, or the place in the line. May be called more than once. */
  leave(): void
}

export interface RoomKeeper {
  /** The next place in the line, for something of this name that takes this much at least; it has yet to find out how much. */
  queue(who: string, least: Room): Ticket
}

interface Place {
  room: Room
  quotas: readonly Quota[]
  /** Lets it in; undefined while it is not ready, or is in. */
  open: (() => void) | undefined
  isIn: boolean
}

/**
 * Shares a project's quota out among those who act in it, so that they run side by side as far as it reaches, and else in the
 * order of their places. Who comes later goes ahead only where that takes nothing that somebody earlier waits for, or will. Nobody
 * waits for ever: the first in the line waits for those only who are in, and they wait for nobody.
 *
 * `used` of the quotas is what others use, as it was before the first was let in.
 */
export function roomKeeper(onWait: (who: string) => void = () => {}): RoomKeeper {
  const line: Place[] = []

  function letIn(): void {
    for (const [index, place] of line.entries()) {
      if (!place.open) continue
      const before = line.filter((other, position) => other.isIn || position < index)
      if (shortages([...only(place.room, before), place.room], place.quotas).length > 0) continue
      place.isIn = true
      place.open()
      place.open = undefined
    }
  }

  return {
    queue(who, least) {
      const place: Place = { room: least, quotas: [], open: undefined, isIn: false }
      line.push(place)
      return {
        async enter(room, quotas, signal) {
          signal.throwIfAborted()
          const missing = shortages([room], quotas)
          if (missing.length > 0) throw tooSmall(missing)
          const { promise, resolve, reject } = Promise.withResolvers<void>()
          Object.assign(place, { room, quotas, open: resolve })
          const giveUp = () => reject(signal.reason)
          signal.addEventListener('abort', giveUp, { once: true })
          letIn()
          if (!place.isIn) onWait(who)
          try {
            await promise
          } finally {
            signal.removeEventListener('abort', giveUp)
          }
        },
        leave() {
          const index = line.indexOf(place)
          if (index === -1) return
          line.splice(index, 1)
          letIn()
        },
      }
    },
  }
}

/** What these have or will have of the kinds that this one takes. */
function only(room: Room, places: readonly Place[]): readonly Room[] {
  return places.map(
    (place) => Object.fromEntries(Object.entries(place.room).filter(([kind]) => room[kind as keyof Room])) as Room,
  )
}

function tooSmall(missing: ReturnType<typeof shortages>): ProbeError {
  const what = `the project's quota has no room for ${shortagesInWords(missing)}`
  return new ProbeError('quota', `${what}; delete what is not needed, or have it raised: ${raisesInWords(missing)}`)
}
