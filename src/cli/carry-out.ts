import { relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fleet } from '../fleet/fleet.ts'
import { jobsOf, type Job } from '../fleet/jobs.ts'
import { reportsOf } from '../fleet/report-files.ts'
import {
  attemptFolder,
  clearEarlier,
  finishedFolder,
  keepFinished,
  readFinished,
  type Finished,
} from '../jobs/job-folder.ts'
import { readOrder, wishOf, type Order } from '../jobs/order.ts'
import type { Queue, TakenJob } from '../jobs/queue.ts'
import type { Place } from '../jobs/standing.ts'
import { patiently, type Reach } from '../jobs/reach.ts'
import { isAway, saidBy } from '../jobs/trouble.ts'
import type { WorkerOptions } from '../options.ts'
import { deliver, type Address } from './deliver.ts'
import { judgeSubject, standingOf } from './judge-subject.ts'
import { openFolder } from './output.ts'
import { underParent } from './parent.ts'

/** What jobs are carried out with. */
export interface Workshop {
  readonly queue: Queue
  readonly reach: Reach
  readonly fleet: Fleet
  readonly options: WorkerOptions
  readonly place: Place
  /** Where reports are submitted to. */
  readonly address?: Address
  /** Aborted when the worker is to end. */
  readonly signal: AbortSignal
  readonly say: (text: string) => void
}

/** How far a job came: `reason` why it has to be tried again, `returned` where this worker does not do it, or not now. */
type Result = { readonly is: 'done' } | { readonly is: 'returned' } | { readonly is: 'failed'; readonly reason: string }

/**
 * Does one job and tells the queue what came of it. Never rejects: where the queue cannot be told, it gives the job to another worker
 * by itself, and finds nothing double then.
 *
 * @param onUnknown is told of a subject that the file of this worker does not have; its job goes back to the queue
 */
export async function carryOut(job: TakenJob, workshop: Workshop, onUnknown: (subject: string) => void): Promise<void> {
  const { queue, reach, fleet, options, place, signal, say } = workshop
  let name = job.id
  try {
    const order = await readOrder(job.data)
    name = order.subject
    if (!fleet.subjects.has(name)) {
      onUnknown(name)
      say(`${name}: ${options.config} has no such subject; its job stays in the queue for other workers`)
      await settle({ is: 'returned' })
      return
    }
    await work(order)
  } catch (error) {
    await settle({ is: 'failed', reason: saidBy(error) })
  }

  async function work(order: Order): Promise<void> {
    const lost = new AbortController()
    const result = await alive(lost, () => done(order, AbortSignal.any([signal, lost.signal])))
    if (!lost.signal.aborted) await settle(result)
  }

  /** With signs of life to the queue as long as it takes. */
  async function alive(lost: AbortController, act: () => Promise<Result>): Promise<Result> {
    await using _ = heartbeat(job, workshop, () => {
      say(`${name}: the queue has given the job to another worker; this run is ended`)
      lost.abort()
    })
    return await act()
  }

  /** Judges, where that is not done yet, and submits. */
  async function done(order: Order, ending: AbortSignal): Promise<Result> {
    const before = finishedFolder(options.output, name, job.id)
    const folder = before ?? attemptFolder(options.output, name, order.day, job.id, job.attempt)
    if (before !== undefined) say(`${name}: was judged here before; its reports are in ${before}`)
    else {
      const result = await judged(order, folder, ending)
      if (result.is !== 'done') return result
    }
    const finished = readFinished(folder)
    if (!finished) return { is: 'failed', reason: `${folder} was changed by somebody else` }
    if (workshop.address) {
      const why = await deliver(folder, finished, workshop.address)
      if (why !== undefined) return ending.aborted ? { is: 'returned' } : { is: 'failed', reason: why }
    }
    keepFinished(folder, { ...(readFinished(folder) ?? finished), done: true })
    return { is: 'done' }
  }

  async function judged(order: Order, folder: string, ending: AbortSignal): Promise<Result> {
    if (ending.aborted) return { is: 'returned' }
    const [run] = await runsOf(order, folder)
    if (!run) return { is: 'failed', reason: `${options.config} gives ${name} no section on ${order.day}` }
    openFolder(folder)
    clearEarlier(options.output, name, job.id)
    say(`${name}: begins, attempt ${job.attempt + 1} of ${job.attempts}`)
    const environment = underParent()
    const { format, language } = options
    const judging = { format, language, signal: ending, environment }
    const { trouble, reports, ended, after } = await judgeSubject(run, judging)
    if (trouble !== undefined) return ending.aborted ? { is: 'returned' } : { is: 'failed', reason: trouble }
    const time = ended ? ` (${Math.round(ended.durationMs / 1000)} s)` : ''
    say(`${name}: ${reports.map((report) => standingOf(report)).join(', ')}${time}`)
    for (const note of [...(after?.notes ?? []), ...(after?.trouble ? [after.trouble] : [])])
      say(`note: ${name}: ${note}`)
    const finished: Finished = {
      format: 'scs-conformance-finished/1',
      job: job.id,
      subject: name,
      reports: reportsOf(run).map(({ path }) => relative(folder, path)),
      submitted: [],
      done: false,
    }
    keepFinished(folder, finished)
    return { is: 'done' }
  }

  function runsOf(order: Order, folder: string): Promise<readonly Job[]> {
    const { output, factTimeout, concurrency, data, suite, format, language, waivers, bundle, readOnly } = options
    return jobsOf(fleet, {
      output,
      folder,
      factTimeout,
      concurrency,
      uuidFrom: job.id,
      ...(data === undefined ? {} : { data }),
      ...(suite === undefined ? {} : { suite }),
      ...(format === undefined ? {} : { format }),
      ...(language === undefined ? {} : { language }),
      ...(waivers === undefined ? {} : { waivers }),
      ...(bundle === undefined ? {} : { bundle }),
      ...(readOnly === undefined ? {} : { readOnly }),
      ...wishOf(order),
    })
  }

  async function settle(result: Result): Promise<void> {
    try {
      const told = await patiently(() => tell(result), reach, signal)
      if (told === 'gone')
        say(`${name}: the queue has given the job to another worker since; nothing is lost or double`)
      else if (result.is === 'returned') say(`${name}: the job is back in the queue`)
      else if (result.is === 'failed')
        say(`${name}: failed, attempt ${job.attempt + 1} of ${job.attempts}: ${result.reason}`)
    } catch (error) {
      say(`${name}: the queue could not be told (${saidBy(error)}); it gives the job to another worker in a while`)
    }
  }

  function tell(result: Result) {
    if (result.is === 'done') return queue.complete(job, place)
    return result.is === 'returned' ? queue.giveBack(job) : queue.fail(job, result.reason, place)
  }
}

/** Gives signs of life until it is disposed of. */
function heartbeat(job: TakenJob, { queue, reach, say }: Workshop, onGone: () => void): AsyncDisposable {
  const ending = new AbortController()
  const { signal } = ending
  const beating = (async () => {
    let pauseMs = (job.heartbeatS * 1000) / 3
    while (!signal.aborted) {
      await wait(pauseMs, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        if ((await queue.beat(job)) === 'gone') {
          onGone()
          return
        }
        reach.worked()
        pauseMs = (job.heartbeatS * 1000) / 3
      } catch (error) {
        if (isAway(error)) reach.failed(error)
        else say(`no sign of life could be given (${saidBy(error)})`)
        pauseMs = 1000 // before the queue gives the job away
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await beating
    },
  }
}
