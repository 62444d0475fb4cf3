import t from 'tap'
import { mostPages } from '../endless-listing.ts'
import { pager } from './pages.ts'

const item = (id: string) => ({ id })

t.test('the query of the next page comes from the link, wherever a service puts it', async (t) => {
  const pages: Record<string, [page: unknown, headers?: Record<string, unknown>]> = {
    nova: [
      {
        flavors: [],
        flavors_links: [{ rel: 'next', href: 'http://internal:8774/v2.1/flavors/detail?marker=m&limit=2' }],
      },
    ],
    cinder: [
      {
        volume_types: [],
        volume_type_links: [
          { rel: 'self', href: '?marker=x' },
          { rel: 'next', href: 'http://h/v3/types?limit=2&marker=m' },
        ],
      },
    ],
    glance: [{ images: [], first: '/v2/images', next: '/v2/images?marker=m&limit=2' }],
    barbican: [{ secrets: [], next: 'http://h/v1/secrets?marker=m&limit=2', total: 9 }],
    keystone: [{ projects: [], links: { next: 'http://h/v3/projects?marker=m&limit=2', previous: null } }],
    header: [{ things: [] }, { link: '</v1/things?marker=m&limit=2>; rel="next"' }],
    headers: [{ things: [] }, { link: ['</v1/things>; rel="first"', '</v1/things?marker=m&limit=2>; rel="next"'] }],
  }
  for (const [service, [page, headers = {}]] of Object.entries(pages)) {
    t.match(
      pager('GET /x', { limit: '2', is_public: 'None' }).next(page, headers, [item('a')]),
      { marker: 'm', limit: '2', is_public: 'None' },
      service,
    )
  }
})

t.test('without a link there is no next page', async (t) => {
  for (const page of [
    { flavors: [] },
    { links: { next: null } },
    { links: [] },
    { next: null },
    { next: '' },
    { links: { next: '' } },
    null,
    { x_links: [{ rel: 'previous', href: '?marker=p' }] },
  ]) {
    t.equal(pager('GET /x', {}).next(page, {}, [item('a')]), undefined)
  }
})

t.test('a next page that cannot be asked for is no last page', async (t) => {
  const pages: readonly (readonly [page: unknown, headers?: Record<string, unknown>])[] = [
    [{ next: 'http://[controller]/v2/images?marker=m' }],
    [{ next: 7 }],
    [{ flavors_links: [{ rel: 'next', href: 'http://h:123456/?marker=m' }] }],
    [{ flavors_links: [{ rel: 'next' }] }],
    [{ links: { next: { href: '?marker=m' } } }],
    [{}, { link: '<http://[h>; rel="next"' }],
  ]
  for (const [page, headers = {}] of pages) {
    const refusal = {
      kind: 'malformed',
      message: /^GET \/x names as its next page what is no link \(.+\), so the list/,
    }
    t.throws(() => pager('GET /x', {}).next(page, headers, [item('a')]), refusal, JSON.stringify([page, headers]))
  }
})

t.test('a bare list (Swift) goes on after its last name, until a page is empty', async (t) => {
  const swift = pager('GET /', { format: 'json' })
  t.strictSame(swift.next([{ name: 'a' }, { subdir: 'b/' }], {}, [{ name: 'a' }, { subdir: 'b/' }]), {
    format: 'json',
    marker: 'b/',
  })
  t.equal(swift.next([], {}, []), undefined)
})

t.test('endless listings are noticed', async (t) => {
  const next = (marker: string) => ({ next: `?marker=${marker}` })
  const marker = pager('GET /x', {})
  marker.next(next('a'), {}, [item('a')])
  marker.next(next('b'), {}, [item('b')])
  t.throws(() => marker.next(next('a'), {}, [item('c')]), {
    kind: 'malformed',
    message: 'GET /x pages without end: page 3 leads back to a page that was there before (marker a)',
  })

  const items = pager('GET /x', {})
  items.next(next('a'), {}, [item('a'), item('b')])
  items.next(next('b'), {}, [item('b'), item('c')]) // one seen before is no harm: something was inserted meanwhile
  t.throws(() => items.next(next('c'), {}, [item('b'), item('a')]), {
    message: 'GET /x pages without end: page 3 only repeats what came before',
  })

  const pages = pager('GET /x', {})
  t.throws(
    () => {
      for (let page = 0; page <= mostPages; page++) pages.next(next(`m${page}`), {}, [item(`i${page}`)])
    },
    { message: 'GET /x pages without end: more than 1000 pages' },
  )
  t.throws(() => pager('GET /x', {}).next({}, {}, Array.from({ length: 200_001 })), {
    message: /more than 200000 items/,
  })
})
