import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { readFleet } from '../fleet/read-fleet.ts'
import { keepFinished, unsubmitted } from '../jobs/job-folder.ts'
import { openQueue } from '../jobs/queue.ts'
import { patiently, watchReach } from '../jobs/reach.ts'
import type { WorkerOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { carryOut, type Workshop } from './carry-out.ts'
import { deliver, type Address } from './deliver.ts'
import { onInterrupt } from './interrupt.ts'
import { tellLeftovers } from './leftovers.ts'
import { oneLine } from './one-line.ts'
import { openFolder } from './output.ts'
import { openSubmitter } from './submission.ts'

const usualWorkers = 4
/** How often a worker with room for more asks for it. */
const pollMs = 2000

/**
 * `worker`: does what is in the queue. Exit code 0 when it was ended; with --until-empty 1 where it has seen a job be given up, and 130
 * where it was ended before the queue was empty.
 */
export async function worker(options: WorkerOptions, redactor: Redactor): Promise<number> {
  const say = (text: string) =>
    void process.stderr.write(`${new Date().toISOString()} ${oneLine(redactor.redact(text))}\n`)
  const { PGPASSWORD: password = '' } = process.env
  if (password !== '') redactor.learn(password)
  const { config, output, postgres, queue: name } = options
  const fleet = await readFleet(config)
  for (const note of fleet.notes) say(`note: ${config}: ${note}`)
  openFolder(output)
  await tellLeftovers()
  const interrupt = onInterrupt('ending all runs, each deletes what it made; their jobs go back to the queue')
  try {
    const { signal } = interrupt
    const address = await addressOf(options, redactor, say, signal)
    const left = address ? deliverLeft(output, address) : undefined
    const reach = watchReach(say)
    await using queue = await openQueue({ postgres, name, isWorker: true, told: say, reach, waitUnless: signal })
    const workers = options.workers ?? fleet.workers ?? usualWorkers
    say(`taking jobs of the queue ${name}, ${workers} at the same time`)
    const place = { host: hostname(), pid: process.pid }
    const workshop = { queue, reach, fleet, options, place, signal, say, ...(address ? { address } : {}) }
    const givenUp = await takeJobs(workshop, workers)
    await left
    if (!options.untilEmpty) return 0
    if (interrupt.happened) return 130
    return givenUp > 0 ? 1 : 0
  } catch (error) {
    if (interrupt.happened) return options.untilEmpty ? 130 : 0 // it was to end before it could begin
    throw error
  } finally {
    interrupt.release()
  }
}

/** Until it is ended, or nothing is left where that is asked for. Gives how many jobs it has told to be given up. */
async function takeJobs(workshop: Workshop, workers: number): Promise<number> {
  const { queue, reach, options, place, signal, say } = workshop
  const unknown = new Set<string>()
  const running = new Set<Promise<void>>()
  let givenUp = 0
  const ask = <T>(act: () => Promise<T>) => patiently(act, reach, signal)
  try {
    while (!signal.aborted) {
      if (running.size >= workers) {
        await Promise.race(running)
        continue
      }
      const job = await ask(() => queue.take([...unknown], place))
      if (job) {
        const work = carryOut(job, workshop, (subject) => unknown.add(subject)).finally(() => running.delete(work))
        running.add(work)
        continue
      }
      const given = await ask(() => queue.tellGivenUp())
      for (const { subject, day, reason } of given) say(`${subject}: the job of ${day} was given up: ${reason}`)
      givenUp += given.length
      if (options.untilEmpty && running.size === 0 && given.length === 0) {
        if ((await ask(() => queue.countOpen([...unknown]))) === 0) break
      }
      await wait(pollMs, undefined, { signal }).catch(() => {})
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await Promise.all(running)
  }
  return givenUp
}

/** What a worker before this one had finished here and not submitted. That its job is not told: it has been done again, or will be. */
async function deliverLeft(output: string, address: Address): Promise<void> {
  const said = (error: unknown) => (error instanceof Error ? error.message : String(error))
  let left: ReturnType<typeof unsubmitted>
  try {
    left = unsubmitted(output)
  } catch (error) {
    address.say(`${output}: what is left there of before cannot be looked for (${said(error)})`)
    return
  }
  for (const { folder, finished } of left) {
    try {
      const why = await deliver(folder, finished, address)
      if (why === undefined) keepFinished(folder, { ...finished, submitted: finished.reports, done: true })
      else address.say(`${finished.subject}: a report of before, in ${folder}, ${why}`)
    } catch (error) {
      address.say(`${folder}: ${said(error)}`)
    }
  }
}

/** Undefined where reports stay here. */
async function addressOf(
  { monitor, token, key, ca, full = false }: WorkerOptions,
  redactor: Redactor,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Address | undefined> {
  if (monitor === undefined) {
    const named = Object.entries({ '--token': token, '--key': key, '--ca': ca }).find(
      ([, value]) => value !== undefined,
    )
    if (named) throw new UsageError(`${named[0]}: is for submitting; name the monitor with --monitor`)
    return undefined
  }
  if (token === undefined) throw new UsageError('--monitor: needs --token, the file that the monitor gave out')
  if (key === undefined) throw new UsageError('--monitor: needs --key, the SSH key that the monitor knows')
  const submitter = await openSubmitter({ monitor, token, key, ...(ca === undefined ? {} : { ca }) }, redactor)
  return { submitter, full, say, signal }
}
