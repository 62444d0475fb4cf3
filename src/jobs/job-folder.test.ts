import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { attemptFolder, clearEarlier, finishedFolder, keepFinished, readFinished, unsubmitted } from './job-folder.ts'

const id = '14c4d351-4b44-5d84-8582-6de38efc629c'
const other = '97290445-85f4-5200-bdb2-8668da45c98c'

function attempt(output: string, job: string, number: number, done?: boolean): string {
  const folder = attemptFolder(output, 'mycloud', '2026-11-24', job, number)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'report.json'), '{}')
  if (done !== undefined) {
    keepFinished(folder, {
      format: 'scs-conformance-finished/1',
      job,
      subject: 'mycloud',
      reports: ['report.json'],
      submitted: [],
      done,
    })
  }
  return folder
}

t.test('an attempt that has finished is found again; one that has not is not', async (t) => {
  const output = t.testdir()
  t.equal(finishedFolder(output, 'mycloud', id), undefined)
  const first = attempt(output, id, 0)
  t.equal(finishedFolder(output, 'mycloud', id), undefined)
  const second = attempt(output, id, 1, false)
  t.not(first, second)
  t.equal(finishedFolder(output, 'mycloud', id), second)
  t.equal(finishedFolder(output, 'mycloud', other), undefined)
  t.same(
    unsubmitted(output).map(({ folder }) => folder),
    [second],
  )
  writeFileSync(join(first, 'finished.json'), '{ "half": ')
  t.equal(readFinished(first), undefined)
})

t.test('what nobody needs any more is deleted when the next turn comes; bundles and what waits stay', async (t) => {
  const output = t.testdir()
  const done = attempt(output, other, 0, true)
  const withBundle = attempt(output, other, 1, true)
  writeFileSync(join(withBundle, 'report.bundle.zip'), '')
  const waits = attempt(output, other, 2, false)
  const killed = attempt(output, other, 3)
  const mine = attempt(output, id, 0)
  clearEarlier(output, 'mycloud', id)
  t.same([done, withBundle, waits, killed, mine].map((folder) => existsSync(folder)), [false, true, true, false, true]) // prettier-ignore
  t.same([existsSync(join(withBundle, 'report.bundle.zip')), existsSync(join(withBundle, 'report.json'))], [true, false]) // prettier-ignore
  t.ok(existsSync(join(waits, 'report.json')))
})
