import { openLedgers } from '../ledger-folder.ts'

/** One line on stderr where runs that have ended left something behind; deletes nothing by itself. */
export async function tellLeftovers(): Promise<void> {
  const ended = (await openLedgers(process.env)).filter(({ state }) => state === 'ended')
  const [first] = ended
  if (!first) return
  const things = ended.flatMap(({ entries }) => entries).length
  const whose = ended.length === 1 ? `run ${first.runId}` : `${ended.length} runs`
  const only = ended.length === 1 ? ` --run ${first.runId}` : ''
  const many = things === 1 ? 'one resource' : `${things} resources`
  process.stderr.write(
    `scs-conformance: ${whose} ended without deleting ${many}; to see and delete: scs-conformance cleanup${only}\n`,
  )
}
