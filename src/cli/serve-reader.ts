import { parentPort } from 'node:worker_threads'
import { validateReport } from '../../reports/validate.ts'
import { readSubmission } from '../monitor/intake/read-submission.ts'
import type { ReaderAnswer, ReaderTask } from '../monitor/intake/reader.ts'

// A thread of `serve`: reads what was posted, one after another.

parentPort?.on('message', ({ type, bytes }: ReaderTask) => {
  readSubmission(type, bytes, validateReport).then(
    (read) => answer({ read }),
    (error: unknown) => answer({ wrong: error instanceof Error ? error.message : String(error) }),
  )
})

function answer(said: ReaderAnswer): void {
  parentPort?.postMessage(said)
}
