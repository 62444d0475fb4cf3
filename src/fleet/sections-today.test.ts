import t from 'tap'
import { automaticSections, isOnDay, sectionsOn } from './sections-today.ts'

const saturday = '2026-11-28'
const sunday = '2026-11-29'

t.test('days of the week, in UTC', async (t) => {
  t.ok(isOnDay('Saturday', saturday))
  t.notOk(isOnDay('saturday', sunday))
  t.ok(isOnDay(['friday', 'sunday'], sunday))
  t.throws(() => isOnDay('caturday', sunday), /caturday is no day/)
})

t.test('cron expressions: whether they have a turn on that day', async (t) => {
  t.ok(isOnDay('0 2 * * sat', saturday))
  t.notOk(isOnDay('0 2 * * sat', sunday))
  t.ok(isOnDay('0 0 * * sun', sunday), 'at its first moment')
  t.ok(isOnDay('59 23 29 11 *', sunday), 'and at its last')
  t.notOk(isOnDay('0 0 30 11 *', sunday))
  t.throws(() => isOnDay('99 * * * *', sunday), /"99 \* \* \* \*" is no cron expression/)
})

t.test('sections: those of all rules that name the day; none is not the same as no rules', async (t) => {
  const rules = [{ run: ['light'] }, { run: ['light', 'heavy'], on: 'saturday' }]
  t.same(sectionsOn(rules, saturday), ['light', 'heavy'])
  t.same(sectionsOn(rules, sunday), ['light'])
  t.same(sectionsOn(rules.slice(1), sunday), [])
  t.equal(sectionsOn([], sunday), undefined)
  t.same(automaticSections(saturday), ['light', 'medium', 'heavy'])
  t.same(automaticSections(sunday), ['light', 'medium'])
})
