import { t } from 'tap'
import { startSimulator } from './index.ts'
import { first, login, send } from './test-client.ts'

const simulator = await startSimulator({
  description: {
    images: [
      {
        name: 'public',
        createdAt: '2026-01-02',
        tags: ['x'],
        properties: { os_distro: 'debian', os_version: '12', hw_boot: true },
      },
      { name: 'hidden', hidden: true },
      { name: 'mine', visibility: 'private' },
      { name: 'foreign', visibility: 'private', owner: 'admin' },
      { name: 'my community', visibility: 'community', owner: 'scs-test' },
      { name: 'community', visibility: 'community' },
      { name: 'accepted', visibility: 'shared', members: { 'scs-test': 'accepted' } },
      { name: 'pending', visibility: 'shared', members: { 'scs-test': 'pending' } },
      { name: 'queued', visibility: 'public', status: 'queued' },
    ],
  },
})
t.teardown(() => simulator.stop())
const client = await login(simulator)

async function names(query = '', user = client): Promise<string[]> {
  const { body } = await user.get(`/image/v2/images?${query}`)
  return body.images.map((image) => image.name).toSorted()
}

t.test('the default listing', async (t) => {
  t.same(await names(), ['accepted', 'mine', 'my community', 'public', 'queued'])
  t.same(
    await names('member_status=all'),
    ['accepted', 'mine', 'my community', 'pending', 'public', 'queued'],
    'no community image of others',
  )
  t.same(await names('', await login(simulator, 'admin')), [
    'accepted',
    'community',
    'foreign',
    'mine',
    'pending',
    'public',
    'queued',
  ])
})

t.test('what must be asked for', async (t) => {
  t.same(await names('visibility=community'), ['community', 'my community'])
  t.same(await names('os_hidden=true'), ['hidden'])
  t.same(await names('visibility=shared&member_status=pending'), ['pending'])
  t.same(await names('visibility=all'), ['accepted', 'community', 'mine', 'my community', 'public', 'queued'])
})

t.test('filters and order', async (t) => {
  t.same(await names('os_distro=debian'), ['public'])
  t.same(await names('tag=x&status=active'), ['public'])
  t.same(await names('name=in:public,"mine"'), ['mine', 'public'])
  const { body } = await client.get('/image/v2/images?sort=name:asc')
  t.equal(body.images[0]?.name, 'accepted')
  t.equal((await client.get('/image/v2/images?sort_key=created_at&sort_dir=asc')).body.images[0]?.name, 'public')
})

t.test('an image as Glance shows it', async (t) => {
  const { body } = await client.get('/image/v2/images?name=public')
  const image = first(body.images)
  t.match(image, {
    created_at: '2026-01-02T00:00:00Z',
    os_version: '12',
    hw_boot: 'true',
    visibility: 'public',
    os_hidden: false,
    min_disk: 0,
  })
  t.same((await client.get(image.self.replace('/v2', '/image/v2'))).body, image)
  t.equal((await client.get('/image/v2/images?name=queued')).body.images[0]?.size, null)
})

t.test('pages by relative next', async (t) => {
  const one = await client.get('/image/v2/images?limit=2&sort=name:asc')
  t.match(one.body, {
    first: '/v2/images?limit=2&sort=name%3Aasc',
    next: /^\/v2\/images\?limit=2&sort=name%3Aasc&marker=/,
  })
  const second = await client.get(`/image${one.body.next}`)
  const third = await client.get(`/image${second.body.next}`)
  t.same([...one.body.images, ...second.body.images, ...third.body.images].length, 5)
  t.notOk(third.body.next)
})

t.test('refusals in the words of WebOb, as JSON or as HTML', async (t) => {
  const bad = ['visibility=x', 'member_status=x', 'os_hidden=x', 'limit=x', 'limit=-1', 'marker=none', 'sort_key=x']
  for (const query of bad)
    t.match(await client.get(`/image/v2/images?${query}`), { status: 400, body: { title: 'Bad Request' } }, query)
  t.match(await client.get('/image/v2/images/none'), { status: 404, body: { code: '404 Not Found' } })
  t.match(await client.get('/image/v2/images/none', { Accept: '*/*' }), { text: /<h1>404 Not Found/ })
  t.match(await send(simulator, 'GET', '/image/v2/images'), { status: 401, body: { title: 'Unauthorized' } })
  t.match(await client.send('PUT', '/image/v2/images'), { status: 405 })
})

t.test('members of a shared image only', async (t) => {
  const shared = first((await client.get('/image/v2/images?visibility=shared')).body.images)
  t.match((await client.get(`/image/v2/images/${shared.id}/members`)).body, { members: [{ status: 'accepted' }] })
  const open = first((await client.get('/image/v2/images?name=public')).body.images)
  t.equal((await client.get(`/image/v2/images/${open.id}/members`)).status, 403)
})
