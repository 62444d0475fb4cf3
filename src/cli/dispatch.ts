import { randomUUID } from 'node:crypto'
import { jobsOf } from '../fleet/jobs.ts'
import { readFleet } from '../fleet/read-fleet.ts'
import { jobIdOf, orderOf } from '../jobs/order.ts'
import { openQueue, type Queue } from '../jobs/queue.ts'
import { watchReach } from '../jobs/reach.ts'
import type { JobStanding } from '../jobs/standing.ts'
import type { DispatchOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { oneLine } from './one-line.ts'
import { table } from './table.ts'

/** `dispatch`: puts the runs of this day into the queue, or shows what is there. Exit code 0. */
export async function dispatch(options: DispatchOptions, redactor: Redactor): Promise<number> {
  const say = (text: string) => void process.stderr.write(`${oneLine(redactor.redact(text))}\n`)
  const { PGPASSWORD: password = '' } = process.env
  if (password !== '') redactor.learn(password)
  const { postgres, queue: name } = options
  const open = () => openQueue({ postgres, name, isWorker: false, told: say, reach: watchReach(say) })
  if (options.list) {
    await using queue = await open()
    await show(queue, options.json ?? false)
    return 0
  }
  const { config = '' } = options
  const fleet = await readFleet(config)
  for (const note of fleet.notes) say(`note: ${config}: ${note}`)
  const { again: isAgain, ...rest } = options
  const wish = { ...rest, today: new Date().toISOString().slice(0, 10) }
  const jobs = await jobsOf(fleet, { ...wish, output: '.', factTimeout: 1, concurrency: 1 }) // those are the worker's own
  if (jobs.length === 0) {
    say('nothing to do: no section of any of these subjects has its turn today')
    return 0
  }
  const again = isAgain ? { again: randomUUID() } : {}
  const orders = jobs.map((job) => orderOf(job, { ...wish, ...again }, fleet))
  await using queue = await open()
  const { heartbeat: heartbeatS, retries, retryDelay: retryDelayS } = options
  const added = await queue.add(orders, { heartbeatS, retries, retryDelayS })
  const rows = orders.map((order) => [
    order.subject,
    order.sections?.join(', ') ?? '',
    added.has(jobIdOf(name, order)) ? 'queued' : 'was there already',
  ])
  process.stdout.write(table([['SUBJECT', 'SECTIONS', ''], ...rows]))
  say(`${added.size} queued, ${orders.length - added.size} there already`)
  return 0
}

async function show(queue: Queue, json: boolean): Promise<void> {
  const jobs = await queue.list()
  if (json) {
    process.stdout.write(`${JSON.stringify(jobs, null, 2)}\n`)
    return
  }
  const open = jobs.filter(({ state }) => state !== 'done')
  const rows = open.map((job) => [job.subject, job.day, job.sections?.join(', ') ?? '', job.state, ...detailsOf(job)])
  if (rows.length > 0) {
    process.stdout.write(table([['SUBJECT', 'DAY', 'SECTIONS', 'STATE', 'SINCE', 'WHERE', 'BEGUN', 'REASON'], ...rows]))
  }
  process.stdout.write(`${jobs.length - open.length} done, ${open.length} not\n`)
}

function detailsOf({ since, place, begun, reason, notBefore }: JobStanding): readonly string[] {
  const later = notBefore === undefined ? '' : `; again from ${short(notBefore)}`
  const where = place ? `${place.host}, process ${place.pid}` : ''
  return [short(since), oneLine(where), String(begun), oneLine(`${reason ?? ''}${later}`.replace(/^; /, ''))]
}

/** In UTC, to the second. */
function short(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`
}
