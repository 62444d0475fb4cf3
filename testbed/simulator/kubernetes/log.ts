import { once, EventEmitter } from 'node:events'
import { record } from '../router.ts'
import { records, type KubeObject } from './object.ts'
import type { ContainerRun, Runs } from './pods.ts'
import { badRequest } from './status.ts'

/** Thrown in the middle of a log: the connection breaks off. */
export class Cut extends Error {}

/** The log of a container of a pod, to its end where it is followed. */
export function log(
  pod: KubeObject,
  runs: Runs | undefined,
  query: URLSearchParams,
  signal: AbortSignal,
): AsyncIterable<string> {
  const { name } = pod.metadata
  const names = records(record(pod, 'spec')['containers']).map((container) => String(container['name']))
  const container = query.get('container') ?? ''
  if (container === '' && names.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`)
  const chosen = container || (names[0] ?? '')
  if (!names.includes(chosen)) throw badRequest(`container ${chosen} is not valid for pod ${name}`)
  const run = runs?.get(chosen)
  if (run?.startedAt === undefined) {
    const reason =
      run?.description.end === 'ImagePullBackOff' ? 'trying and failing to pull image' : 'ContainerCreating'
    throw badRequest(`container "${chosen}" in pod "${name}" is waiting to start: ${reason}`)
  }
  return lines(run, query, signal)
}

async function* lines(run: ContainerRun, query: URLSearchParams, signal: AbortSignal): AsyncIterable<string> {
  const follow = query.get('follow') === 'true'
  const tail = query.get('tailLines')
  const since = Date.now() - Number(query.get('sinceSeconds') ?? Infinity) * 1000
  const { cutAfterLines } = run.description
  const news = new EventEmitter()
  const wake = (): void => void news.emit('line')
  run.watchers.add(wake)
  try {
    for (let index = tail === null ? 0 : Math.max(0, run.lines.length - Number(tail)); ; index++) {
      if (run.cutsLeft > 0 && cutAfterLines !== undefined && index >= cutAfterLines) {
        run.cutsLeft -= 1
        throw new Cut()
      }
      while (follow && index >= run.lines.length && run.endedAt === undefined) await once(news, 'line', { signal })
      const line = run.lines[index]
      if (!line) return
      if (line.at < since) continue
      const time =
        query.get('timestamps') === 'true' ? `${new Date(line.at).toISOString().replace('Z', '000000Z')} ` : ''
      yield `${time}${line.text}\n`
    }
  } finally {
    run.watchers.delete(wake)
  }
}
