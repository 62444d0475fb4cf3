import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { format as json } from '../../reports/json.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { ProbeError } from '../fact.ts'
import { keepFinished, readFinished, type Finished } from '../jobs/job-folder.ts'
import type { Submitted } from '../monitor.ts'
import { deliver } from './deliver.ts'

/** A monitor that answers one after the other; whoever asks for more gets `taken`. */
function monitor(...answers: readonly (Submitted | Error)[]) {
  const left = [...answers]
  const sent: string[] = []
  const said: string[] = []
  const stop = new AbortController()
  const address = {
    full: true,
    say: (text: string) => void said.push(text),
    signal: stop.signal,
    submitter: {
      monitor: 'https://monitor.example',
      sign: async () => 'signature',
      send: async (reports: string): Promise<Submitted> => {
        sent.push(reports)
        const answer = left.shift() ?? { taken: true }
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  }
  return { address, sent, said, stop }
}
const refused = (status: number): Submitted => ({ taken: false, status, why: `the monitor answered ${status}` })

function finishedIn(folder: string, ...names: readonly string[]): Finished {
  for (const name of names) writeFileSync(join(folder, name), json.render(reportOf({}, { subject: 'mycloud' })))
  const finished: Finished = {
    format: 'scs-conformance-finished/1',
    job: '14c4d351-4b44-5d84-8582-6de38efc629c',
    subject: 'mycloud',
    reports: names,
    submitted: [],
    done: false,
  }
  keepFinished(folder, finished)
  return finished
}

t.test('each report goes by itself, and what has arrived is noted', async (t) => {
  const folder = t.testdir()
  const finished = finishedIn(folder, 'report.a.json', 'report.b.json')
  const { address, sent } = monitor({ taken: true }, refused(401))
  t.match(await deliver(folder, finished, address), /could not be submitted: the monitor answered 401/)
  t.equal(sent.length, 2)
  t.same(readFinished(folder)?.submitted, ['report.a.json'])
  const again = monitor(refused(409))
  t.equal(await deliver(folder, readFinished(folder) ?? finished, again.address), undefined)
  t.equal(again.sent.length, 1)
  t.match(again.said, [/mycloud: the monitor has a report of this job already/])
  t.same(readFinished(folder)?.submitted, ['report.a.json', 'report.b.json'])
})

t.test('a monitor that does not answer, or is not well, is asked again', async (t) => {
  const folder = t.testdir()
  const { address, sent, said } = monitor(new ProbeError('unreachable', 'nobody listens there'), refused(503))
  t.equal(await deliver(folder, finishedIn(folder, 'report.json'), address), undefined)
  t.equal(sent.length, 3)
  t.equal(new Set(sent).size, 1)
  t.match(said, [/not submitted yet: nobody listens there; trying again/, /mycloud: the report was taken/])
})

t.test('whoever is to end tries once, and the report stays', async (t) => {
  const folder = t.testdir()
  const { address, sent, stop } = monitor(refused(503), refused(503))
  stop.abort()
  t.match(await deliver(folder, finishedIn(folder, 'report.json'), address), /was to end before the monitor took it/)
  t.equal(sent.length, 1)
  t.match(readFinished(folder), { submitted: [], done: false })
  t.ok(readFileSync(join(folder, 'report.json')).length > 0)
})
