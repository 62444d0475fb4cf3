import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ProbeError, type FactProgress } from '../../../src/fact.ts'
import { subunitV2, type Packet } from '../import/write-subunit-v2.ts'
import { patience } from './patience.ts'
import { runTests } from './run-tests.ts'
import type { TempestCommand, TempestEnd, TempestTool } from './wish.ts'

const changing = 'tempest.a.A.test_user_update_own_password[id-ad71bd23-12ad-426b-bb8b-195d2b635f27]'

/** Runs what a Tempest does that prints at once, and at the end by itself or when it is ended. */
async function run(
  t: Test,
  does: (command: TempestCommand, print: (...packets: Packet[]) => void) => Promise<TempestEnd> | TempestEnd,
  { interrupt = new AbortController().signal, times = patience } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'scs-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'workspace'))
  const told: string[] = []
  const seen: FactProgress[] = []
  const kept = new Map<string, string | Buffer>()
  const tool: TempestTool = {
    called: 'tempest',
    run: async (command) => does(command, (...packets) => command.onOutput(subunitV2(packets))),
  }
  const wish = {
    tool, own: { cloud: 'mine', password: () => '' }, accounts: [], only: null, moreSettings: null,
    connection: () => { throw new Error('not needed') },
    keep: (path: string, text: string | Buffer) => void kept.set(path, text),
    redact: (text: string) => text.replaceAll('hunter2', '[redacted]'),
    tell: (line: string) => void told.push(line),
  } // prettier-ignore
  const job = { folder, listed: ['a.A.test_one', 'a.A.test_two', changing], workers: 1 }
  const context = { signal: interrupt, onProgress: (one: FactProgress) => void seen.push(one) }
  const ran = await runTests({ tool, wish }, job, context, times).catch((error: unknown) => error)
  return { ran, told, seen, kept }
}

/** Ends when it is told to; as a process does, it keeps us waiting until then. */
function ended({ signal }: TempestCommand): Promise<TempestEnd> {
  const { promise, resolve } = Promise.withResolvers<TempestEnd>()
  const process = setInterval(() => {}, 1000)
  signal.addEventListener('abort', () => resolve('ended'), { once: true })
  return promise.finally(() => clearInterval(process))
}

t.test('progress as the tests end; what failed is kept with its error, without secrets', async (t) => {
  const { ran, seen, kept } = await run(t, (_, print) => {
    print({ test: 'a.A.test_one', status: 2 }, { test: 'a.A.test_one', status: 3 })
    const file = { name: 'traceback', content: 'Error: hunter2' }
    print({ test: 'a.A.test_two', mime: 'text/plain', file })
    print({ test: 'a.A.test_two', status: 6 })
    return 1
  })
  t.match(ran, { tests: [{ outcome: 'passed' }, { outcome: 'failed', message: 'Error: hunter2' }], notes: [] })
  t.same(
    seen.map(({ done, total }) => [done, total]),
    [
      [0, 3],
      [1, 3],
      [2, 3],
    ],
  )
  t.match(kept.get('tempest/results.subunit')?.toString('latin1'), /Error: \[redacted\]/)
})

t.test('an end that its results do not explain is told', async (t) => {
  const passing = (end: TempestEnd) =>
    run(t, (_, print) => {
      print({ test: 'a.A.test_one', status: 3 })
      return end
    })
  t.match((await passing(0)).ran, { notes: [] })
  t.match((await passing(1)).ran, { notes: ['Tempest ended with exit code 1'] })
  t.match((await passing('SIGKILL')).ran, { notes: ['Tempest ended by SIGKILL'] })
})

t.test('the deadline: what had ended counts, and what is said after that does not', async (t) => {
  const times = { ...patience, totalMs: 50 }
  const late = await run(
    t,
    async (command, print) => {
      print({ test: 'a.A.test_one', status: 3 }, { test: 'a.A.test_two', status: 2 })
      const end = await ended(command)
      print({ test: 'a.A.test_two', status: 6 })
      return end
    },
    { times },
  )
  t.match(late.ran, {
    tests: [{ outcome: 'passed' }, { outcome: 'not run' }],
    notes: [/ended after 0.05 s; tests that had not ended/],
  })
  const silent = await run(t, ended, { times })
  t.match(silent.ran, { kind: 'timeout', message: /was ended after 0.05 s, and has told of no test/ })
})

t.test('interrupted: told how far it was, but only when a password that was changed is back', async (t) => {
  const interrupt = new AbortController()
  const reason = new ProbeError('interrupted', 'the run was interrupted')
  const { ran, told } = await run(
    t,
    async (command, print) => {
      print({ test: changing, status: 2 })
      interrupt.abort(reason)
      t.equal(command.signal.aborted, false)
      setTimeout(() => print({ test: changing, status: 3 }), 50)
      return ended(command)
    },
    { interrupt: interrupt.signal },
  )
  t.equal(ran, reason)
  t.same(told, ['Tempest was ended after 1 of 3 tests'])
})
