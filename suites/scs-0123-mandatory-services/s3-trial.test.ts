import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { s3TrialWith } from './s3-trial.ts'

async function learn(description: CloudDescription = {}, ...faults: readonly Fault[]) {
  const { learned, requests, entries, secrets, left } = await learnOn(s3TrialWith(5), description, ...faults)
  const calls = requests
    .filter(({ service, path }) => service === 'object-store' || path.includes('credentials'))
    .map(({ method, path }) => `${method} ${path.replace(/^\/identity/, '').replace(/[0-9a-f]{64}/, 'ID')}`)
  const { buckets, ec2Credentials } = left
  return { learned, calls, entries, secrets, left: [...(buckets ?? []), ...(ec2Credentials ?? [])] }
}

const bucket = '/scs-conformance-1f-bucket'
const object = `${bucket}/breakfast.txt`
const at = (method: string, path: string, action: Fault['action'], times = 99): Fault => {
  return { service: 'object-store', method, path, times, action }
}

t.test('made, stored, read, listed and deleted, signed with a credential of our own, which goes last', async (t) => {
  const { learned, calls, entries, secrets, left } = await learn()
  t.match(learned, { outcome: 'stored', url: /^http:\/\/127.0.0.1:\d+\/$/, leftover: null })
  t.same(
    calls.filter((call) => !call.startsWith('GET /v3/credentials')),
    [
      'POST /v3/credentials',
      `PUT ${bucket}`,
      `PUT ${object}`,
      `GET ${object}`,
      `GET ${bucket}`,
      `DELETE ${object}`,
      `GET ${bucket}`,
      `DELETE ${bucket}`,
      `GET ${bucket}`,
      'DELETE /v3/credentials/ID',
    ],
  )
  t.same(left, [])
  t.same(
    entries.map(({ event, name }) => `${event} ${name.slice(19)}`),
    ['planned s3-key', 'made s3-key', 'planned bucket', 'made bucket', 'gone bucket', 'gone s3-key'],
  )
  t.match(secrets, [/^[0-9a-f]{64}$/])
  t.notMatch(JSON.stringify([learned, entries]), secrets[0] ?? '')
})

t.test('another region is taken from the answer; one that is the same is no reason to ask again', async (t) => {
  const { learned, calls } = await learn({ objectStore: { region: 'default' } })
  t.match(learned, { outcome: 'stored' })
  t.equal(calls.filter((call) => call === `PUT ${bucket}`).length, 2, 'only the first request was in vain')
})

t.test('refused, or not done, at each step: seen, and nothing is left', async (t) => {
  const denied = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }
  const forbidden = await learn({ objectStore: { create: 'forbidden' } })
  t.match(forbidden.learned, {
    outcome: 'failed',
    step: 'create the bucket',
    message: /403: AccessDenied/,
    leftover: null,
  })
  for (const [description, fault, step, message] of [
    [{}, at('PUT', object, denied), 'put the object', /403: AccessDenied no/],
    [{}, at('GET', object, denied), 'get the object', /403: AccessDenied no/],
    [{ objectStore: { read: 'changed' } }, undefined, 'get the object', /^other bytes/],
    [{ objectStore: { list: 'hidden' } }, undefined, 'list the bucket', /not in the list/],
    [{}, at('GET', `${bucket}$`, { status: 200, body: '<html/>' }, 1), 'list the bucket', /answered with 200/],
    [{}, at('DELETE', object, denied, 1), 'delete the object', /403: AccessDenied no/],
  ] as const) {
    const { learned, left } = await learn(description, ...(fault ? [fault] : []))
    t.match(learned, { outcome: 'failed', step, message }, step)
    if (!('objectStore' in description && 'list' in description.objectStore)) t.same(left, [], step)
  }
})

t.test('not observed: no credential to be had, none known to S3, no S3, no room, no answer', async (t) => {
  const none = await learn({ identity: { ec2Credentials: 'forbidden' } })
  t.match(none.learned, {
    probe: { kind: 'forbidden', message: /403.*application credential never may: sign in with a password$/ },
  })
  t.notOk(none.calls.some((call) => call.includes('bucket')))
  for (const [description, kind, message] of [
    [{ objectStore: { ec2Credentials: 'unknown' } }, 'dependency', /does not know the EC2 credentials of Keystone/],
    [{ objectStore: { unknownKey: 'absent' } }, 'dependency', /no S3 to try out, see scs-0123-swift-s3/],
  ] as const) {
    const { learned, left } = await learn(description)
    t.match(learned, { probe: { kind, message } })
    t.same(left, [])
  }
  const code = (name: string, status: number) =>
    at('PUT', bucket, { status, body: `<Error><Code>${name}</Code></Error>` })
  t.match((await learn({}, code('TooManyBuckets', 400))).learned, {
    probe: { kind: 'quota', message: /TooManyBuckets/ },
  })
  t.match((await learn({}, code('RequestTimeTooSkewed', 403))).learned, {
    probe: { message: /the clock of this machine/ },
  })
  t.match((await learn({}, at('PUT', object, { status: 507 }))).learned, { probe: { kind: 'unreachable' } })
  for (const [method, step] of [
    ['PUT', 'put'],
    ['GET', 'get'],
  ] as const) {
    const { learned, left } = await learn({}, at(method, object, { status: 403, body: '<html/>' }))
    t.match(learned, { probe: { kind: 'dependency', message: new RegExp(`not seen that S3 refused to ${step} the`) } })
    t.same(left, [])
  }
})

t.test('passing trouble, also a lost answer: tried again', async (t) => {
  for (const action of [{ status: 503, retryAfter: 0 }, { reset: true }, { close: true }] as const) {
    const { learned, left } = await learn({}, at('PUT', bucket, action, 1), at('DELETE', bucket, action, 1))
    t.match(learned, { outcome: 'stored', leftover: null }, JSON.stringify(action))
    t.same(left, [])
  }
  const lost = await learn(
    {},
    { service: 'identity', method: 'POST', path: '/credentials', times: 1, action: { close: true } },
  )
  t.match(lost.learned, { outcome: 'stored', leftover: null })
  t.same(lost.left, [], 'found by its access key')
})

t.test('where the catalog lists S3 as a service of its own, that is asked', async (t) => {
  const { learned } = await learn({ catalog: ['identity', 'object-store', 'object-store-s3'] })
  t.match(learned, { outcome: 'stored', leftover: null })
})

t.test('no object store: nothing is sent', async (t) => {
  const { learned, calls } = await learn({ catalog: ['identity', 'object-store-s3'] })
  t.same(learned, { outcome: 'no object store' })
  t.same(calls, [])
})
