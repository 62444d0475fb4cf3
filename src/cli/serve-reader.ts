import { parentPort } from 'node:worker_threads'
import { validateReport } from '../../reports/validate.ts'
import { readSubmission } from '../monitor/intake/read-submission.ts'
import type { ReaderAnswer, ReaderTask } from '../monitor/intake/reader.ts'
import { publicReport } from '../monitor/views/public-report.ts'

// A thread of `serve`: reads what was posted, or what is kept of it, one after another.

parentPort?.on('message', (task: ReaderTask) => {
  answerTo(task).then(answer, (error: unknown) =>
    answer({ wrong: error instanceof Error ? error.message : String(error) }),
  )
})

async function answerTo(task: ReaderTask): Promise<ReaderAnswer> {
  if ('share' in task) return { shared: JSON.stringify(publicReport(task.share)) }
  return { read: await readSubmission(task.type, task.bytes, validateReport) }
}

function answer(said: ReaderAnswer): void {
  parentPort?.postMessage(said)
}
