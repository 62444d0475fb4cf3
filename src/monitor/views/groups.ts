import type { Database } from '../database/database.ts'

/** The group of each subject that has one: subjects of one group are of one product, such as its regions. */
export async function groupsOf(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('account')
    .where('group', 'is not', null)
    .select(['subject', 'group'])
    .execute()
  return new Map(rows.flatMap(({ subject, group }) => (group === null ? [] : [[subject, group]])))
}
