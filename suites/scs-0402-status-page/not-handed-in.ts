import type { Finding } from '../../src/check.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'

/** Nobody has named a status page. */
export const noStatusPage: Finding = notHandedIn('no status page is handed in: name its API by statusPage')
