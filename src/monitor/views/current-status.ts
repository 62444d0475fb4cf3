import type { Context } from '../context.ts'
import { allStatus, type Status } from './all-status.ts'
import { standing } from './standing.ts'

/** Where subjects stand at this moment: all of them, or those named. What all pages and answers are made from. */
export async function currentStatus(
  { database, scopes, now }: Pick<Context, 'database' | 'scopes' | 'now'>,
  by: { readonly subject?: string | undefined; readonly scopeUuid?: string | undefined } = {},
): Promise<Status> {
  return allStatus(scopes, await standing(database, by), new Date(now()))
}
