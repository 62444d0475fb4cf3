import type { EngineEvent } from '../engine.ts'
import type { Fact } from '../fact.ts'

/** The facts that checks have judged, by name: all that it takes to judge again. What was not learned is not there. */
export type Recording = Readonly<Record<string, unknown>>

/** Listens to a run and keeps what its checks judge. */
export interface Recorder {
  on(event: EngineEvent): void
  recording(): Recording
}

/** What another fact of that name is recorded as. */
export function namesake(name: string, number = 2): string {
  return `${name} (${number})`
}

/** Facts of different suites that share a name get a number, in the order in which they were learned. */
export function recorder(): Recorder {
  const names = new Map<Fact, string>()
  const values = new Map<string, unknown>()

  function nameOf(fact: Fact): string {
    const known = names.get(fact)
    if (known !== undefined) return known
    let name = fact.name
    for (let number = 2; values.has(name); number++) name = namesake(fact.name, number)
    names.set(fact, name)
    return name
  }

  return {
    on(event) {
      if (event.type !== 'facts-learned') return
      for (const [key, fact] of Object.entries(event.check.needs)) values.set(nameOf(fact), event.facts[key])
    },
    recording: () => Object.fromEntries([...values].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  }
}
