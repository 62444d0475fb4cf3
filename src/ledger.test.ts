import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { ProbeError } from './fact.ts'
import { fileLedger, readLedger, type LedgerEntry } from './ledger.ts'

function entry(event: LedgerEntry['event'], name = 'scs-conformance-1f-sg'): LedgerEntry {
  return {
    event,
    kind: 'security group',
    name,
    service: 'network',
    path: '/security-groups',
    place: { projectId: 'p' },
    id: event === 'planned' ? null : 'a',
  }
}

t.test('a line an event, and no file once nothing is left', async (t) => {
  const path = `${t.testdir()}/new/folder/ledger.jsonl`
  const ledger = fileLedger(path)
  await ledger.record(entry('planned'))
  t.same(await readLedger(path), [entry('planned')])
  t.equal(statSync(path).mode & 0o777, 0o600)
  await ledger.record(entry('made'))
  t.same(await readLedger(path), [entry('made')])
  await ledger.record(entry('gone'))
  t.notOk(existsSync(path))
  t.same(await readLedger(path), [])
})

t.test('many at once, one after the other; the file stays for the one that is left', async (t) => {
  const path = `${t.testdir()}/ledger.jsonl`
  const ledger = fileLedger(path)
  const names = Array.from({ length: 20 }, (_, index) => `scs-conformance-1f-${index}`)
  await Promise.all(names.map((name) => ledger.record(entry('planned', name))))
  await Promise.all(names.slice(1).map((name) => ledger.record(entry('gone', name))))
  t.same(await readLedger(path), [entry('planned', names[0])])
  t.equal(readFileSync(path, 'utf8').split('\n').filter(Boolean).length, 39)
})

t.test('a torn line of a killed run is passed over, and what comes after it is whole', async (t) => {
  const path = `${t.testdir()}/ledger.jsonl`
  await fileLedger(path).record(entry('made'))
  appendFileSync(path, JSON.stringify(entry('planned', 'torn')).slice(0, 40))
  const next = fileLedger(path)
  await next.record(entry('planned', 'after'))
  t.same(await readLedger(path), [entry('made'), entry('planned', 'after')])
  await next.record(entry('gone', 'after'))
  t.ok(existsSync(path), 'what the killed run left is not forgotten')
  await next.record(entry('gone'))
  t.notOk(existsSync(path))
})

t.test('an entry that cannot be written rejects, and the next one is tried', async (t) => {
  const folder = t.testdir()
  writeFileSync(`${folder}/file`, '')
  const ledger = fileLedger(`${folder}/file/ledger.jsonl`)
  const refusal = {
    name: 'ProbeError',
    kind: 'dependency',
    message: `the ledger ${folder}/file/ledger.jsonl cannot be written (what should be a folder is a file), and without it nothing is made on the cloud; name a folder that can be written in XDG_STATE_HOME`,
  }
  await t.rejects(ledger.record(entry('planned')), refusal)
  await t.rejects(ledger.record(entry('planned')), refusal)
})

t.test('below /proc, where nobody may write, it ends at once', { skip: process.platform !== 'linux' }, async (t) => {
  const startedAt = process.cpuUsage()
  const refused: unknown = await fileLedger('/proc/x/y/ledger.jsonl')
    .record(entry('planned'))
    .catch((error: unknown) => error)
  t.ok(refused instanceof ProbeError)
  t.match(refused, { kind: 'dependency', message: /^the ledger \/proc\/x\/y\/ledger.jsonl cannot be written/ })
  t.ok(process.cpuUsage(startedAt).user < 1e6)
})
