import t from 'tap'
import { sharingRefusedCheck } from './sharing-refused.ts'

const judge = (status: number, soughtNetwork: boolean, message = 'because') =>
  sharingRefusedCheck.judge({ sharingTrial: { status, soughtNetwork, message } })

t.test('refused, allowed, and neither', async (t) => {
  t.match(judge(403, false), { violations: [], undecided: undefined })
  t.match(judge(403, false, ''), { violations: [], undecided: { kind: 'malformed', message: /403/ } })
  t.match(judge(400, true).violations, [{ actual: /a user may/ }])
  t.match(judge(404, true).violations, [{ actual: /404/ }])
  t.match(judge(400, false), { violations: [], undecided: { kind: 'malformed', message: /400: because/ } })
})
