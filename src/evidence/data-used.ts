import type { Recording } from './recording.ts'

/** Dated data about the world that entered a verdict: bundled with the tool, refreshed, or given by --data. */
export interface DataUsed {
  readonly name: string
  readonly origin: string
  /** YYYY-MM-DD up to which it reaches. */
  readonly reach: string
  /** `sha256:` and the hex digest of its file. */
  readonly digest: string
}

/** The documents of reference data among the facts of a run, each once, by name (ReferenceDocument of ../reference-data). */
export function dataUsed(recording: Recording): readonly DataUsed[] {
  const used = new Map<string, DataUsed>()
  for (const value of Object.values(recording)) {
    const { name, origin, reach, digest } = (
      typeof value === 'object' && value !== null ? value : {}
    ) as Partial<DataUsed>
    if (name === undefined || origin === undefined || reach === undefined || digest === undefined) continue
    used.set(`${name} ${digest}`, { name, origin, reach, digest })
  }
  return [...used.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
