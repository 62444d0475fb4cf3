import t from 'tap'
import { sharingRefusedCheck } from './sharing-refused.ts'

const judge = (status: number, soughtNetwork: boolean) =>
  sharingRefusedCheck.judge({ sharingTrial: { status, soughtNetwork, message: 'because' } })

t.test('refused, allowed, and neither', async (t) => {
  t.same(judge(403, false).violations, [])
  t.match(judge(400, true).violations, [{ actual: /a user may/ }])
  t.match(judge(404, true).violations, [{ actual: /404/ }])
  t.match(judge(400, false), { violations: [], undecided: { kind: 'malformed', message: /400: because/ } })
})
