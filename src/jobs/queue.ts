import { UsageError } from '../usage-error.ts'
import { jobIdOf, type Order } from './order.ts'
import { patiently, type Reach } from './reach.ts'
import { reasonIn, standingOf, type JobStanding, type Place } from './standing.ts'
import { isAway, saidBy } from './trouble.ts'

/** Of pg-boss, beside whatever else is in that database: the monitor's tables, for one. */
const schema = 'scs_jobs'
/** Jobs are kept so long, done ones too: by then nobody asks for the same day again. */
const keptS = 14 * 86_400
/** A job that nobody gives a sign of is looked for so often. */
const superviseS = 5
/** The longest that pg-boss allows; a run has a deadline of its own. */
const longestS = 86_400
const longestDelayS = 900

/** How a job is retried. */
export interface Patience {
  /** Seconds without a sign of life after which another worker gets it. */
  readonly heartbeatS: number
  /** Times that it is tried again. */
  readonly retries: number
  /** Seconds before the first of these; each time twice as long. */
  readonly retryDelayS: number
}

/** A job that this process works on; it is ours until somebody else takes the same job. */
export interface TakenJob {
  readonly id: string
  /** Times that it has been begun before. */
  readonly attempt: number
  readonly attempts: number
  readonly heartbeatS: number
  /** As it stands in the queue: to be read by `readOrder`. */
  readonly data: unknown
}

/** `gone`: nobody has it any more, or somebody else; what is said about it no longer counts. */
export type Settled = 'settled' | 'gone'

/** A job that will not be tried again. */
export interface GivenUp {
  readonly subject: string
  readonly day: string
  readonly reason: string
}

/** Jobs in PostgreSQL. All functions reject with what the database said, where it cannot be reached, and may be called again then. */
export interface Queue extends AsyncDisposable {
  /** Puts in what is not there yet, and gives the ids of what was put in. */
  add(orders: readonly Order[], patience: Patience): Promise<ReadonlySet<string>>
  /** The next job, but for these subjects. */
  take(without: readonly string[], place: Place): Promise<TakenJob | undefined>
  /** A sign of life. */
  beat(job: TakenJob): Promise<Settled>
  complete(job: TakenJob, place: Place): Promise<Settled>
  /** To be tried again, or given up. */
  fail(job: TakenJob, reason: string, place: Place): Promise<Settled>
  /** To be taken by anybody, as if it had not been begun. */
  giveBack(job: TakenJob): Promise<Settled>
  /** Jobs that were given up and that nobody has told of yet. */
  tellGivenUp(): Promise<readonly GivenUp[]>
  /** Jobs that are neither done nor given up, but for these subjects. */
  countOpen(without: readonly string[]): Promise<number>
  list(): Promise<readonly JobStanding[]>
}

export interface QueueOptions {
  /** URL of the server. */
  readonly postgres: string
  readonly name: string
  /** Looks after jobs whose worker is gone, and after old ones. */
  readonly isWorker: boolean
  readonly told: (text: string) => void
  readonly reach: Reach
  /** Where the server cannot be reached: waits for it until this is aborted. Absent: gives up. */
  readonly waitUnless?: AbortSignal
}

/**
 * Opens the queue; whoever comes first makes its tables.
 * @throws UsageError where there is no such database, or not for this user
 */
export async function openQueue({ postgres, name, isWorker, told, reach, waitUnless }: QueueOptions): Promise<Queue> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    connectionString: postgres,
    schema,
    application_name: `scs-conformance ${isWorker ? 'worker' : 'dispatch'}`,
    max: 4,
    connectionTimeoutMillis: 5000,
    schedule: false,
    registerInstance: false,
    supervise: isWorker,
    superviseIntervalSeconds: superviseS,
    monitorIntervalSeconds: superviseS,
  })
  boss.on('error', (error) => {
    if (!isAway(error)) told(`the queue: ${saidBy(error)}`) // that it is away is told by whoever asked for something
  })
  const dead = `${name}.given-up`
  const start = async () => {
    await boss.start({ attempts: 3 }) // where two make the tables at the same moment, one of them has to try again
    await boss.createQueue(dead)
    await boss.createQueue(name, { policy: 'singleton' }) // of each key, here the subject, one job at a time
  }
  try {
    await patiently(start, reach, waitUnless)
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw new UsageError(`the PostgreSQL server: cannot be used for jobs (${saidBy(error)})${wayOut(error)}`, {
      cause: error,
    })
  }
  const run = (text: string, values: readonly unknown[]) => boss.getDb().executeSql(text, [...values])
  const attemptOf = ({ id, attempt }: TakenJob) => ({ id, retryCount: attempt })
  // The types of pg-boss leave out what its documentation tells: how many jobs it was true for.
  const settled = (response: object): Settled =>
    (response as { readonly affected: number }).affected > 0 ? 'settled' : 'gone'
  return {
    async add(orders, { heartbeatS, retries, retryDelayS }) {
      const inserted = await boss.insert(
        name,
        orders.map((order) => ({
          id: jobIdOf(name, order),
          data: order,
          singletonKey: order.subject,
          group: { id: order.subject },
          deadLetter: dead,
          heartbeatSeconds: heartbeatS,
          retryLimit: retries,
          retryDelay: retryDelayS,
          retryBackoff: true,
          retryDelayMax: Math.max(longestDelayS, retryDelayS),
          expireInSeconds: longestS,
          retentionSeconds: keptS,
          deleteAfterSeconds: keptS,
        })),
        { returnId: true },
      )
      return new Set(inserted)
    },
    async take(without, place) {
      const [job] = await boss.fetch<unknown>(name, { includeMetadata: true, ignoreGroups: [...without] })
      if (!job) return undefined
      const { id, retryCount, retryLimit, heartbeatSeconds, data } = job
      // For whoever lists; while a job runs, pg-boss has no use for its output.
      const where = `name = $1 and id = $2 and state = 'active' and retry_count = $3`
      await run(`update ${schema}.job set output = $4 where ${where}`, [name, id, retryCount, JSON.stringify(place)])
      return { id, attempt: retryCount, attempts: retryLimit + 1, heartbeatS: heartbeatSeconds ?? 60, data }
    },
    beat: async (job) => settled(await boss.touch(name, attemptOf(job))),
    complete: async (job, place) => settled(await boss.complete(name, attemptOf(job), { ...place })),
    fail: async (job, reason, place) => settled(await boss.fail(name, attemptOf(job), { reason, ...place })),
    async giveBack(job) {
      const transaction = await boss.getDb().beginTransaction?.()
      if (!transaction) throw new Error('pg-boss has no transactions')
      const { db } = transaction
      try {
        const mine = settled(await boss.cancel(name, attemptOf(job), { db }))
        if (mine === 'settled') {
          await boss.resume(name, job.id, { db })
          // Whoever takes it next makes it one more attempt; it shall not count.
          await boss.update(name, undefined, { id: job.id, retryLimit: job.attempts, db })
        }
        await transaction.commit()
        return mine
      } catch (error) {
        await transaction.rollback()
        throw error
      }
    },
    async tellGivenUp() {
      const jobs = await boss.fetch<Partial<Order>>(dead, { includeMetadata: true, batchSize: 100 })
      if (jobs.length === 0) return []
      await boss.complete(
        dead,
        jobs.map(({ id }) => id),
      )
      return jobs.map(({ data, sourceOutput }) => ({
        subject: data.subject ?? '',
        day: data.day ?? '',
        reason: reasonIn(sourceOutput) ?? 'it is not known why',
      }))
    },
    async countOpen(without) {
      const where = `name = $1 and state < 'completed' and (group_id is null or group_id <> all($2))`
      const { rows } = await run(`select count(*)::int as count from ${schema}.job where ${where}`, [name, without])
      return (rows as { count: number }[])[0]?.count ?? 0
    },
    async list() {
      const jobs = await boss.findJobs<Partial<Order>>(name, { limit: 100_000 })
      return jobs.filter(({ state }) => state !== 'cancelled').map(standingOf)
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  }
}

/** Where the user may not do what it takes. */
function wayOut(error: unknown): string {
  const isForbidden = (error as { readonly code?: unknown } | undefined)?.code === '42501'
  return isForbidden
    ? `; let this user own the schema ${schema}, or have CREATE on the database where there is none`
    : ''
}
