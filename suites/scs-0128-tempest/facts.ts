import { given } from '../../src/fact.ts'
import type { TempestResults } from './results.ts'

/** Results of Tempest that the user named; null where none were. */
export const tempestResults = given<TempestResults | null>('the results of Tempest')
