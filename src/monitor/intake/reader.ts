import { Worker } from 'node:worker_threads'
import { atMost } from '../at-most.ts'
import { Refusal } from '../refusal.ts'
import type { ContentType, ReadSubmission } from './received.ts'

/** Reads what was posted; rejects with a Refusal (422, 503) for what cannot be read. */
export interface Reader {
  read(type: ContentType, bytes: Uint8Array): Promise<ReadSubmission>
  close(): Promise<void>
}

/** What a worker is told, and what it answers. */
export interface ReaderTask {
  readonly type: ContentType
  readonly bytes: Uint8Array
}
export type ReaderAnswer = { readonly read: ReadSubmission } | { readonly wrong: string }

export interface ReaderLimits {
  /** Workers at the same time. */
  readonly workers: number
  readonly timeoutMs: number
  readonly memoryMiB: number
}

/**
 * Reads in threads of their own: what takes too long or too much memory, by mistake or by design, costs nobody else anything.
 * @param script the worker: answers each ReaderTask with a ReaderAnswer
 */
export function threadedReader(script: URL, { workers, timeoutMs, memoryMiB }: ReaderLimits): Reader {
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
    read: (type, bytes) =>
      bounded(async () => {
        const worker = idle.pop() ?? start()
        let answer: ReaderAnswer
        try {
          answer = await ask(worker, { type, bytes })
        } catch (error) {
          await end(worker)
          throw error
        }
        idle.push(worker)
        if ('wrong' in answer) throw new Refusal(422, answer.wrong)
        return answer.read
      }),
    async close() {
      await Promise.all([...all].map((worker) => end(worker)))
    },
  }
}
