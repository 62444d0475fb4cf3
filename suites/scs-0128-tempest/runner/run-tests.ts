import { writeFile } from 'node:fs/promises'
import { ProbeError, type LoadContext } from '../../../src/fact.ts'
import type { TempestTest } from '../import/stream.ts'
import { inWords, lastWords } from './ask-tempest.ts'
import type { Patience } from './patience.ts'
import { streamReader, type StreamReader } from './read-stream.ts'
import type { TempestRun } from './tempest-run.ts'
import { changingPasswords } from './tests-to-run.ts'
import type { TempestEnd } from './wish.ts'
import { filesIn } from './workspace.ts'

/** What is to be run, and where. */
interface Job {
  readonly folder: string
  /** As Tempest lists them. */
  readonly listed: readonly string[]
  readonly workers: number
}

/** What came of it. */
export interface Ran {
  readonly tests: readonly TempestTest[]
  readonly finishedAt: string | null
  readonly notes: readonly string[]
}

/**
 * Runs the tests and reads their stream as it comes. At the deadline, or when the run is interrupted, Tempest is ended, and what
 * it still says counts no more.
 *
 * @throws ProbeError dependency where nothing came of it; the reason of the signal where the run was ended
 */
export async function runTests(
  { tool, wish }: Pick<TempestRun, 'tool' | 'wish'>,
  { folder, listed, workers }: Job,
  context: LoadContext,
  times: Patience,
): Promise<Ran> {
  const ended = { done: 0, failed: [] as string[] }
  const progress = () => context.onProgress?.({ doing: 'tests of Tempest', done: ended.done, total: listed.length })
  const reader = streamReader(({ name, outcome }) => {
    if (name.startsWith('setUpClass')) return
    ended.done++
    if (outcome === 'failed') ended.failed.push(name)
    progress()
  })
  let errors = ''
  const { configuration, required, workspace } = filesIn(folder)
  await writeFile(required, listed.map((test) => `${test}\n`).join(''))
  progress()
  const late = AbortSignal.timeout(times.totalMs)
  const stop = stopWhen([context.signal, late], reader, times.passwordMs)
  const args = ['run', '--config-file', configuration, '--load-list', required, '--concurrency', String(workers)]
  let end: TempestEnd
  try {
    end = await tool.run({
      args: [...args, '--subunit'],
      folder,
      directory: workspace,
      signal: stop,
      onOutput: (bytes) => reader.push(bytes),
      onError: (bytes) => (errors = `${errors}${bytes.toString('utf8')}`.slice(-64 * 1024)),
    })
  } finally {
    reader.close()
  }
  const stream = reader.stream((text) => wish.redact(text))
  if (stream.length > 0) wish.keep('tempest/results.subunit', stream)
  if (context.signal.aborted) {
    const { done, failed } = ended
    wish.tell(
      `Tempest was ended after ${done} of ${listed.length} tests${failed.length === 0 ? '' : `, of which failed: ${failed.join(', ')}`}`,
    )
    throw context.signal.reason
  }
  const result = reader.result()
  if (result.tests.length === 0) {
    const how = late.aborted ? `was ended after ${times.totalMs / 1000} s` : `ended ${inWords(end)}`
    throw new ProbeError(
      late.aborted ? 'timeout' : 'dependency',
      `${tool.called} ${how}, and has told of no test${lastWords(`${reader.text()}\n${errors}`)}`,
    )
  }
  return { ...result, notes: notesOn(end, late.aborted, ended.failed.length > 0, times) }
}

function notesOn(end: TempestEnd, isLate: boolean, hasFailed: boolean, { totalMs }: Patience): readonly string[] {
  if (isLate) return [`Tempest was ended after ${totalMs / 1000} s; tests that had not ended by then are missing`]
  if (end === 0 || (end === 1 && hasFailed)) return []
  return [`Tempest ended ${inWords(end)}`]
}

/** Aborts when one of these does; later where a test has changed a password that it is to change back. */
function stopWhen(signals: readonly AbortSignal[], reader: StreamReader, passwordMs: number): AbortSignal {
  const stop = new AbortController()
  const given = AbortSignal.any([...signals])
  const isBusy = () => [...reader.running()].some((test) => [...changingPasswords].some((id) => test.includes(id)))
  const end = () => {
    reader.close()
    stop.abort(given.reason)
  }
  const begin = () => {
    const until = Date.now() + passwordMs
    const look = () => {
      if (isBusy() && Date.now() < until) setTimeout(look, 200)
      else end()
    }
    look()
  }
  if (given.aborted) begin()
  else given.addEventListener('abort', begin, { once: true })
  return stop.signal
}
