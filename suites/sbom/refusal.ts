import { ProbeError } from '../../src/fact.ts'

/** Bytes of a file; the bills of whole distributions have some hundred megabytes. */
export const mostBytes = 512 * 2 ** 20
/** Bytes of one text, tag or comment: licence texts that are attached have some hundred kilobytes. */
export const mostBytesOfOne = 4 * 2 ** 20
/** Of objects, lists and elements in each other. Components within components take two each. */
export const mostDepth = 100
/** Letters of a name, a version, a purl; those of a licence expression may be ten times as many. */
export const mostLetters = 4000
/** Components that are kept. */
export const mostComponents = 500_000

/** What stands in the way of reading a bill of materials: one sentence with file and place. */
export function refusal(file: string, at: string, why: string): ProbeError {
  return new ProbeError('malformed', `${file}: ${at === '' ? '' : `${at}: `}${why}`)
}

export const supported = 'read are CycloneDX 1.2 to 1.7 (JSON, XML) and SPDX 2.2 and 2.3 (JSON, tag-value)'
