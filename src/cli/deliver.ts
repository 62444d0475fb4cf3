import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ProbeError } from '../fact.ts'
import { keepFinished, type Finished } from '../jobs/job-folder.ts'
import type { Submitted } from '../monitor.ts'
import { UsageError } from '../usage-error.ts'
import { documentOf, proposalIn, type Submitter } from './submission.ts'

/** Seconds between attempts: some ten minutes in all. */
const pausesS = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60]

/** Where reports go. */
export interface Address {
  readonly submitter: Submitter
  /** They are not redacted. */
  readonly full: boolean
  readonly say: (text: string) => void
  /** No further attempts when this is aborted. */
  readonly signal: AbortSignal
}

/**
 * Submits the reports of a job that are not with the monitor yet, one by one, and notes in their folder which are. One that is there
 * already is as good as one that was taken. Gives undefined where all are there, or why not.
 */
export async function deliver(folder: string, finished: Finished, address: Address): Promise<string | undefined> {
  let known = finished
  for (const report of finished.reports) {
    if (known.submitted.includes(report)) continue
    const why = await deliverOne(join(folder, report), finished.subject, address)
    if (why !== undefined) return why
    known = { ...known, submitted: [...known.submitted, report] }
    keepFinished(folder, known)
  }
  return undefined
}

async function deliverOne(path: string, subject: string, address: Address): Promise<string | undefined> {
  const { submitter, full, say } = address
  try {
    const document = await documentOf(path, full)
    const proposal = await proposalIn(document)
    if (proposal !== undefined) {
      say(`${subject}: the report on ${proposal}, which is no official scope, is not submitted`)
      return undefined
    }
    const outcome = await attempts(document, address)
    if (outcome === undefined) return 'was to end before the monitor took it'
    if (outcome.taken) say(`${subject}: the report was taken by ${submitter.monitor}`)
    else if (outcome.status === 409) say(`${subject}: the monitor has a report of this job already`)
    else return `could not be submitted: ${outcome.why}`
    return undefined
  } catch (error) {
    if (error instanceof ProbeError || error instanceof UsageError) return `could not be submitted: ${error.message}`
    throw error
  }
}

async function attempts(document: string, { submitter, say, signal }: Address): Promise<Submitted | undefined> {
  const signature = await submitter.sign(document)
  for (const [index, pauseS] of pausesS.entries()) {
    try {
      const outcome = await submitter.send(document, signature)
      if (outcome.taken || (outcome.status < 500 && outcome.status !== 429)) return outcome
      if (index === 0) say(`not submitted yet: ${outcome.why}; trying again`)
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error
      if (index === 0) say(`not submitted yet: ${error.message}; trying again`)
    }
    await wait(pauseS * 1000, undefined, { signal }).catch(() => {})
    if (signal.aborted) return undefined
  }
  return submitter.send(document, signature)
}
