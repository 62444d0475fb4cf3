import t from 'tap'
import { othersMayRead } from './others-may-read.ts'

const regular = 0o100_000
const may = (mode: number, uid: number, user: number) => othersMayRead({ mode: regular | mode, uid }, user)

t.test('what is the own user’s is for nobody else', async (t) => {
  t.equal(may(0o600, 1000, 1000), false)
  t.equal(may(0o400, 1000, 1000), false)
  t.equal(may(0o640, 1000, 1000), true)
  t.equal(may(0o604, 1000, 1000), true)
  t.equal(may(0o440, 0, 0), true, 'root’s own too')
})

t.test('what root handed over may be for a group, and not to write', async (t) => {
  t.equal(may(0o440, 0, 65_532), false, 'as a Secret with fsGroup, and as a credential of systemd')
  t.equal(may(0o640, 0, 65_532), false)
  t.equal(may(0o444, 0, 65_532), true)
  t.equal(may(0o460, 0, 65_532), true)
  t.equal(may(0o440, 1001, 65_532), true, 'of anybody else’s it may not')
})
