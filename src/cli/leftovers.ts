import { openLedgers, type OpenLedger } from '../ledger-folder.ts'
import { UsageError } from '../usage-error.ts'
import { oneLine } from './one-line.ts'

/**
 * One line on stderr where runs that have ended left something behind, or where that cannot be seen; deletes nothing by
 * itself, and keeps no run from what needs no ledger.
 */
export async function tellLeftovers(): Promise<void> {
  let ledgers: readonly OpenLedger[]
  try {
    ledgers = await openLedgers(process.env)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`scs-conformance: ${oneLine(error.message)}\n`)
    return
  }
  const ended = ledgers.filter(({ state }) => state === 'ended')
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
