import type { Finding } from '../../src/check.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'

/** Of a run in which nobody handed in a bill of materials. */
export const noBill: Finding = notHandedIn('no bill of materials was handed in; name CycloneDX or SPDX files as sboms')
