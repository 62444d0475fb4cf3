import type { Migration } from 'kysely/migration'
import { reports } from './migrations/0001-reports.ts'
import { notices } from './migrations/0002-notices.ts'
import { certificates } from './migrations/0003-certificates.ts'
import { release } from './migrations/0004-release.ts'
import { tally } from './migrations/0005-tally.ts'
import { largeHistory } from './migrations/0006-large-history.ts'

/** In the order of their names; one that was released is never changed, only followed by another. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-reports': { up: reports },
  '0002-notices': { up: notices },
  '0003-certificates': { up: certificates },
  '0004-release': { up: release },
  '0005-tally': { up: tally },
  '0006-large-history': { up: largeHistory },
}
