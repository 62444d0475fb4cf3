import t from 'tap'
import { format } from './badge.ts'
import { reportOf } from './golden/sample.ts'

const { versions, ...rest } = reportOf({ a: { verdict: 'PASS' } })
const badge = (validity: 'effective' | 'draft' | 'deprecated'): string => {
  const targets = versions['v5.1']?.targets ?? {}
  return format.render({ ...rest, versions: { v6: { validity, targets } }, selection: { scopeVersion: 'v6' } })
}

t.test('a version that gives no certificate is named so, whatever passed', async (t) => {
  t.match(badge('effective'), 'aria-label="SCS-compatible IaaS v6: reached 20')
  t.match(badge('draft'), 'aria-label="SCS-compatible IaaS v6: reached (draft) 20')
  t.match(badge('deprecated'), 'aria-label="SCS-compatible IaaS v6: reached (deprecated) 20')
})
