import t from 'tap'
import { isDecimal, numberOf, trimEnd } from './python-text.ts'

t.test('decimal digits of any script', async (t) => {
  for (const text of ['0', '48', '४८', '𝟜𝟠', '4٨']) t.ok(isDecimal(text), text)
  for (const text of ['', '-1', '4.5', ' 4', '²', '四', 'Ⅳ', '4\n']) t.notOk(isDecimal(text), JSON.stringify(text))
})

t.test('and what they stand for, also where digits of several kinds stand side by side', async (t) => {
  for (const text of ['2049', '२०४९', '𝟐𝟎𝟒𝟗', '𝟚𝟘𝟜𝟡', '２٠४9']) t.equal(numberOf(text), 2049, text)
})

t.test('white space at the end', async (t) => {
  t.equal(trimEnd(' a \t\n\u00a0\u3000\x1c\x85'), ' a')
  t.equal(trimEnd('a\ufeff'), 'a\ufeff')
})
