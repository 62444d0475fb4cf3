import type { Database } from '../database/database.ts'
import type { Bootstrap } from './bootstrap-file.ts'

/** Makes the accounts those of the file, all or none: others are removed. Reports stay. */
export async function bootstrap(database: Database, { accounts }: Bootstrap): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const ids = new Map<string, number>()
    // What hangs on accounts goes with them.
    await transaction.deleteFrom('account').execute()
    for (const { subject, group, roles } of accounts) {
      const { id } = await transaction
        .insertInto('account')
        .values({ subject, group, roles })
        .returning('id')
        .executeTakeFirstOrThrow()
      ids.set(subject, id)
    }
    for (const { subject, apiKeys, keys, delegates } of accounts) {
      const account_id = ids.get(subject)
      if (account_id === undefined) continue
      if (apiKeys.length > 0) {
        await transaction
          .insertInto('api_key')
          .values(apiKeys.map((hash) => ({ account_id, hash })))
          .execute()
      }
      if (keys.length > 0) {
        await transaction
          .insertInto('public_key')
          .values(keys.map((key) => ({ account_id, ...key })))
          .execute()
      }
      const others = delegates.flatMap((delegate) => ids.get(delegate) ?? [])
      if (others.length > 0) {
        await transaction
          .insertInto('delegation')
          .values(others.map((delegate_id) => ({ account_id, delegate_id })))
          .execute()
      }
    }
  })
}
