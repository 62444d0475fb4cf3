import t from 'tap'
import { partsFor, partsForNames } from './parts.ts'

/** The tests of these names that a part runs; Go's expressions read so far like ours. */
function selected(parts: ReturnType<typeof partsFor>, names: readonly string[]): readonly (readonly string[])[] {
  return parts.map(({ focus, skip }) =>
    names.filter((name) => new RegExp(focus).test(name) && !(skip !== '' && new RegExp(skip).test(name))),
  )
}

const [plain, alone, new37, policy, other] = [
  'pods run [Conformance]',
  'taints [Serial] evict [Conformance]',
  'taints evict [Conformance] [Serial]',
  'Netpol NetworkPolicy denies',
  'volumes bind [Serial]',
]
const names = [plain, alone, new37, policy, other]

t.test('both sets: what stands company, then what must be alone', async (t) => {
  const parts = partsFor(['conformance', 'networkPolicy'])
  t.match(parts, [{ name: 'parallel', parallel: true }, { name: 'serial', parallel: false }]) // prettier-ignore
  t.same(selected(parts, names), [
    [plain, policy],
    [alone, new37],
  ])
})

t.test('one set alone', async (t) => {
  t.same(selected(partsFor(['conformance']), names), [[plain], [alone, new37]])
  t.same(selected(partsFor(['networkPolicy']), names), [[policy]])
})

t.test('single tests, whatever their names', async (t) => {
  const odd = ["policy with 'quotes' (and $more) [Conformance]", 'a.c']
  t.same(selected(partsForNames([...odd, alone]), [...names, ...odd, 'abc']), [odd, [alone]])
  t.same(partsForNames([]), [])
})
