import t from 'tap'
import { format } from './csv.ts'
import { reportOf } from './golden/sample.ts'

const rowOf = (subject: string) =>
  format.render(
    reportOf({ a: { verdict: 'FAIL', violations: [{ subject, expected: 'x', actual: 'y' }] } }, { versions: {} }),
  )

t.test('what a spreadsheet would calculate or split is disarmed', async (t) => {
  t.match(rowOf('=HYPERLINK(1)'), `"'=HYPERLINK(1): expected x`)
  t.match(rowOf('a "quoted", b'), '"a ""quoted"", b: expected x, actual y"')
  t.match(rowOf('plain'), '"plain: expected x, actual y"')
})
