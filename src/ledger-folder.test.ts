import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import t, { type Test } from 'tap'
import { ledgerFolder, openLedger, openLedgers } from './ledger-folder.ts'
import { fileLedger, type LedgerEntry, type LedgerRun } from './ledger.ts'
import { processStart } from './process-start.ts'

const entry = {
  event: 'made',
  kind: 'security group',
  name: 'scs-conformance-1f2e3d4c-sg',
  service: 'network',
  path: '/security-groups',
  place: { projectId: 'p' },
  id: 'a',
} as const satisfies LedgerEntry

const environment = (t: Test) => ({ XDG_STATE_HOME: t.testdir() })

t.test('a run at work is told from one that has ended, also by a process that has its number now', async (t) => {
  const env = environment(t)
  const mine = await openLedger('1f2e3d4c', { cloud: { name: 'testbed', host: 'keystone.test' } }, env)
  t.same(await openLedgers(env), [], 'nothing made, nothing written')
  await mine.record(entry)
  const [open] = await openLedgers(env)
  t.match(open, { runId: '1f2e3d4c', state: 'running', entries: [entry], run: { cloud: { name: 'testbed' } } })
  await mine.record({ ...entry, event: 'gone' })
  t.same(await openLedgers(env), [])

  const stateOf = async (run: Partial<LedgerRun>) => {
    const whole = { run: '1f2e3d4c', startedAt: '2026-11-24T00:00:00Z', machine: hostname(), pid: process.pid, ...run }
    const env = environment(t)
    const processStart = run.processStart ?? null
    await fileLedger(`${ledgerFolder(env)}/1f2e3d4c.jsonl`, { ...whole, processStart }).record(entry)
    return (await openLedgers(env))[0]?.state
  }
  t.equal(await stateOf({ processStart: 'earlier' }), 'ended')
  t.equal(await stateOf({ processStart: await processStart(process.pid) }), 'running')
  t.equal(await stateOf({}), 'running', 'where the start cannot be told, the number decides')
  t.equal(await stateOf({ pid: 2 ** 22 + 1 }), 'ended')
  t.equal(await stateOf({ machine: 'another' }), 'elsewhere')
})

t.test('files that are no ledgers are passed over; the oldest run comes first', async (t) => {
  const env = environment(t)
  t.same(await openLedgers(env), [])
  mkdirSync(ledgerFolder(env))
  for (const [run, day] of [
    ['aaaaaaaa', '02'],
    ['bbbbbbbb', '01'],
  ] as const) {
    const whose = { run, startedAt: `2026-11-${day}`, machine: hostname(), pid: 1, processStart: 'x' }
    await fileLedger(`${ledgerFolder(env)}/${run}.jsonl`, whose).record(entry)
  }
  writeFileSync(`${ledgerFolder(env)}/notes.jsonl`, 'mine')
  writeFileSync(`${ledgerFolder(env)}/cccccccc.jsonl`, '{"torn')
  t.same(
    (await openLedgers(env)).map(({ runId }) => runId),
    ['bbbbbbbb', 'aaaaaaaa'],
  )
})
