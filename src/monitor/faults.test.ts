import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openMonitor, testKey } from '../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../testbed/monitor/reports.ts'

// What can be done only to a real PostgreSQL: .ci/postgresql starts one that may be restarted, on a disk that may be filled.
const place = process.env['SCS_TESTBED_POSTGRES']
const control = process.env['SCS_TESTBED_POSTGRES_CONTROL']
const disk = process.env['SCS_TESTBED_POSTGRES_DISK']

const mine = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const syntax = 'scs-0100-syntax-check'
const report = (uuid: string, stdout: readonly string[] = []) =>
  officialText({ subject: 'mycloud', results: { [syntax]: 1 }, uuid, stdout })

const cannotRestart = !(place && control) && 'set SCS_TESTBED_POSTGRES and _CONTROL'
t.test(
  'a PostgreSQL that is killed and started anew under load loses nothing, and nothing is double',
  { skip: cannotRestart },
  async (t) => {
    await using monitor = await openMonitor({ place, accounts: [mine] })
    const uuids = Array.from({ length: 60 }, () => randomUUID())
    const run = (what: readonly string[]) => promisify(execFile)(control ?? '', what)
    let refused = 0
    const submit = async (uuid: string) => {
      const text = report(uuid)
      // as whoever submits does: again, until it is taken or there
      for (;;) {
        const { statusCode } = await monitor.post(text, mine)
        if (statusCode === 200 || statusCode === 409) return
        if (statusCode !== 503) throw new Error(`${statusCode}`)
        refused++
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const all = Promise.all(uuids.map(submit))
    await run(['stop', '-m', 'immediate'])
    const last = randomUUID()
    const late = submit(last)
    while (refused === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await run(['start'])
    await Promise.all([all, late])
    uuids.push(last)
    const kept = await monitor.database.selectFrom('report').select('uuid').execute()
    t.same(kept.map(({ uuid }) => uuid).toSorted(), uuids.toSorted())
    const results = await monitor.database.selectFrom('result').select('report_id').execute()
    t.equal(results.length, uuids.length)
    t.equal((await monitor.get('/healthz')).statusCode, 200)
  },
)

const cannotFill = !(place && disk) && 'set SCS_TESTBED_POSTGRES and _DISK'
for (const [name, where] of Object.entries({ PGlite: 'pglite', PostgreSQL: place })) {
  const what = 'what has no room is refused, what was taken stays, and more is taken when there is room'
  t.test(`a full disk below ${name}: ${what}`, { skip: cannotFill }, async (t) => {
    await using monitor = await openMonitor({ place: where, store: join(disk ?? '', 'store'), accounts: [mine] })
    const first = randomUUID()
    t.equal((await monitor.post(report(first), mine)).statusCode, 200)
    const filler = join(disk ?? '', 'filler')
    fill(filler)
    const large = (uuid: string) => report(uuid, [randomBytes(500_000).toString('base64')])
    const taken: string[] = []
    let refused: { readonly uuid: string; readonly statusCode: number } | undefined
    for (let n = 0; n < 50 && !refused; n++) {
      const uuid = randomUUID()
      const { statusCode } = await monitor.post(large(uuid), mine)
      if (statusCode === 200) taken.push(uuid)
      else refused = { uuid, statusCode }
    }
    t.match(refused, { statusCode: 507 })
    rmSync(filler)
    t.equal((await monitor.get(`/reports/${refused?.uuid}`, mine)).statusCode, 404)
    for (const uuid of [first, ...taken]) t.equal((await monitor.get(`/reports/${uuid}`, mine)).statusCode, 200)
    t.equal(
      (await monitor.post(large(refused?.uuid ?? ''), mine)).statusCode,
      200,
      'the same one, when there is room again',
    )
  })
}

/** Writes until there is no room. */
function fill(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (const bytes = Buffer.alloc(2 ** 16); ;) writeSync(handle, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(handle)
  }
}
