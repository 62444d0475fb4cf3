import t from 'tap'
import { remembered } from './remembered.ts'

t.test('is counted once by object and way, and anew for another object or another way', async (t) => {
  const remember = remembered<object, { readonly n: number }>(2)
  let counted = 0
  const count = () => ({ n: ++counted })
  const [one, other] = [{}, {}]
  t.equal(remember(one, 'a', count).n, 1)
  t.equal(remember(one, 'a', count).n, 1)
  t.equal(remember(one, 'b', count).n, 2)
  t.equal(remember(other, 'a', count).n, 3)
  t.equal(remember(one, 'a', count).n, 1, 'still there: asked for again, it is the newest')
  t.equal(remember(one, 'c', count).n, 4)
  t.equal(remember(one, 'a', count).n, 1)
  t.equal(remember(one, 'b', count).n, 5, 'b was the oldest of three')
})

t.test('what could not be counted is not remembered', async (t) => {
  const remember = remembered<object, object>(1)
  const of = {}
  const fail = () => {
    throw new Error('no')
  }
  t.throws(() => remember(of, '', fail), /no/)
  const value = {}
  t.equal(
    remember(of, '', () => value),
    value,
  )
})
