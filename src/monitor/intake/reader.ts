import { Worker } from 'node:worker_threads'
import { atMost } from '../at-most.ts'
import { Refusal } from '../refusal.ts'
import { publicReport, type KeptReport } from '../views/public-report.ts'
import type { ContentType, ReadSubmission } from './received.ts'

/** Reads what was posted and what is kept of it; rejects with a Refusal (422, 503) for what cannot be read. */
export interface Reader {
  read(type: ContentType, bytes: Uint8Array): Promise<ReadSubmission>
  /** What anybody may see of a report, as JSON text. */
  share(report: KeptReport): Promise<string>
  close(): Promise<void>
}

/** What a worker is told, and what it answers. */
export type ReaderTask = { readonly type: ContentType; readonly bytes: Uint8Array } | { readonly share: KeptReport }
export type ReaderAnswer = { readonly read: ReadSubmission } | { readonly shared: string } | { readonly wrong: string }

export interface ReaderLimits {
  /** Workers at the same time. */
  readonly workers: number
  readonly timeoutMs: number
  readonly memoryMiB: number
}

/**
 * Reads in threads of their own, what was posted apart from what is kept: what takes too long or too much memory, by mistake or by
 * design, costs nobody else anything.
 * @param script the worker: answers each ReaderTask with a ReaderAnswer
 */
export function threadedReader(script: URL, limits: ReaderLimits): Reader {
  const [posted, kept] = [threads(script, limits), threads(script, { ...limits, workers: Math.min(2, limits.workers) })]
  return {
    async read(type, bytes) {
      const answer = await posted.ask({ type, bytes })
      if ('read' in answer) return answer.read
      throw new Refusal(422, 'wrong' in answer ? answer.wrong : 'cannot be read')
    },
    async share(report) {
      if (report.kind === 'official') return JSON.stringify(publicReport(report)) // leaves out, and looks for nothing: no time at all
      const answer = await kept.ask({ share: report })
      if ('shared' in answer) return answer.shared
      throw new Refusal(422, 'what is public of this report cannot be told from the rest of it', {
        cause: new Error('wrong' in answer ? answer.wrong : 'no answer'),
      })
    },
    async close() {
      await Promise.all([posted.close(), kept.close()])
    },
  }
}

interface Threads {
  ask(task: ReaderTask): Promise<ReaderAnswer>
  close(): Promise<void>
}

function threads(script: URL, { workers, timeoutMs, memoryMiB }: ReaderLimits): Threads {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const bounded = atMost(workers, 100)

  function start(): Worker {
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memoryMiB }, execArgv: [] })
    all.add(worker)
    worker.on('error', () => all.delete(worker)) // it has ended
    worker.unref()
    return worker
  }

  function end(worker: Worker): Promise<unknown> {
    all.delete(worker)
    return worker.terminate()
  }

  function ask(worker: Worker, task: ReaderTask): Promise<ReaderAnswer> {
    return new Promise<ReaderAnswer>((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer)
        worker.off('message', onMessage)
        worker.off('error', onError)
        settle()
      }
      const refuse = (why: string) => done(() => reject(new Refusal(422, why)))
      const onMessage = (answer: ReaderAnswer) => done(() => resolve(answer))
      const onError = (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') refuse('reading this takes too much memory')
        else done(() => reject(error))
      }
      const timer = setTimeout(() => refuse(`reading this takes longer than ${timeoutMs / 1000} s`), timeoutMs)
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.postMessage(task)
    })
  }

  return {
    ask: (task) =>
      bounded(async () => {
        const worker = idle.pop() ?? start()
        let answer: ReaderAnswer
        try {
          answer = await ask(worker, task)
        } catch (error) {
          void end(worker) // it may take its time, which is nothing to whoever asked
          throw error
        }
        idle.push(worker)
        return answer
      }),
    async close() {
      await Promise.all([...all].map((worker) => end(worker)))
    },
  }
}
