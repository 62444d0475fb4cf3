import type { Fleet } from './fleet.ts'
import { readOfficialConfig } from './official-config.ts'
import { readSubjects } from './subjects-file.ts'

/** Reads subjects.yaml, or a config.toml of the official runner. UsageError for what is wrong with it. */
export async function readFleet(file: string): Promise<Fleet> {
  return file.endsWith('.toml') ? readOfficialConfig(file) : readSubjects(file)
}
