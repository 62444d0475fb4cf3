import t from 'tap'
import { worstCode, type Outcome } from './worst-code.ts'

const code = (code: number | null, trouble?: string): Outcome => ({
  ended: { code },
  ...(trouble === undefined ? {} : { trouble }),
})
const good = code(0)

t.test('the worst of all, where what was ended or interrupted has decided nothing', async (t) => {
  for (const [outcomes, worst] of [
    [[], 0],
    [[good, good], 0],
    [[good, code(1)], 1],
    [[good, code(2)], 2],
    [[code(1), code(2)], 1],
    [[code(1), code(64)], 64],
    [[code(64), code(70)], 70],
    [[good, code(130)], 2],
    [[good, code(13)], 2],
    [[good, code(null)], 2],
    [[good, code(0, 'took longer than it may')], 2],
    [[good, code(1, 'left no report')], 2],
    [[{ ...good, after: {} }, good], 0],
    [[{ ...good, after: { code: 64 } }, code(1)], 64],
    [[good, { trouble: 'could not be started' }], 70],
    [[good, { trouble: 'others may read its secrets', isUsage: true }], 64],
  ] as const)
    t.equal(worstCode(outcomes, false), worst, JSON.stringify(outcomes))
})

t.test('--exit-zero keeps what is wrong with the run itself', async (t) => {
  t.equal(worstCode([code(1), code(2)], true), 0)
  t.equal(worstCode([code(1), code(64)], true), 64)
})
