import type { Check } from '../check.ts'
import { closure } from '../fact-store.ts'
import type { Cost, Fact, Making } from '../fact.ts'
import { roomInWords } from '../room.ts'

/** A fact that makes something on the subject. */
type ActingFact = Fact & { readonly makes: Making }

/** All that judging this makes on the subject. */
export function actingFacts({ needs }: Pick<Check, 'needs'>): readonly ActingFact[] {
  return [...closure(needs)].filter((fact): fact is ActingFact => fact.makes !== undefined)
}

/** What is made, for how long it is there, and what it holds of the project's quota meanwhile. */
export function makingInWords(makes: Making): string {
  const { what, stays, room } = makes
  const isSeenLater = makes.roomOf !== undefined
  const held = room ? `; of the quota ${isSeenLater ? 'about ' : ''}${roomInWords(room)}` : ''
  return `${what} (there for ${stays}${held})`
}

/** `1 read, 16 writes, 1 VM`; empty where it costs nothing. */
export function costInWords({ reads = 0, writes = 0, vms = 0, minutes = 0 }: Cost): string {
  const parts = [
    [reads, 'read'],
    [writes, 'write'],
    [vms, 'VM'],
    [minutes, 'minute'],
  ] as const
  return parts.flatMap(([count, word]) => (count > 0 ? [counted(count, word)] : [])).join(', ')
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
