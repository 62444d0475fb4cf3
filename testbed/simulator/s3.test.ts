import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { t } from 'tap'
import { startSimulator } from './index.ts'
import { login, send } from './test-client.ts'

const simulator = await startSimulator({ description: {} })
t.teardown(() => simulator.stop())
const client = await login(simulator)
const user = (await client.get('/identity/v3/auth/tokens', { 'X-Subject-Token': client.token })).body as unknown as {
  readonly token: { readonly user: { readonly id: string } }
}

async function makeCredential(access: string, secret: string, userId = user.token.user.id) {
  const blob = JSON.stringify({ access, secret })
  const credential = { type: 'ec2', user_id: userId, project_id: client.project, blob }
  return client.send('POST', '/identity/v3/credentials', { credential })
}

/** Signed with a library, so that the simulator's own arithmetic is put to the test. */
async function s3(method: string, path: string, body = '', [access, secret] = ['key', 'a secret']) {
  const headers = { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') }
  const url = `${simulator.url}${path}`
  const signer = new AwsV4Signer({
    url,
    method,
    headers,
    accessKeyId: access,
    secretAccessKey: secret,
    service: 's3',
    region: 'us-east-1',
  })
  const signed = Object.fromEntries((await signer.sign()).headers)
  return send(simulator, method, path, body === '' ? undefined : body, signed)
}

t.test('credentials: one’s own, told by the list, forbidden where they are not', async (t) => {
  const { status, body } = await makeCredential('key', 'a secret')
  t.match(
    { status, body },
    { status: 201, body: { credential: { id: createHash('sha256').update('key').digest('hex') } } },
  )
  t.equal((await makeCredential('key', 'a secret')).status, 409)
  t.equal((await makeCredential('other', 'x', 'somebody')).status, 403)
  t.equal((await client.get('/identity/v3/credentials?type=ec2')).body.credentials.length, 1)
  t.equal((await client.get(`/identity/v3/credentials/${body.credential.id}`)).status, 200)
  t.equal((await client.get('/identity/v3/credentials/none')).status, 403)
  t.equal((await client.send('DELETE', '/identity/v3/credentials/none')).status, 403)
})

t.test('buckets and objects, which Swift has as containers', async (t) => {
  t.equal((await s3('PUT', '/box')).status, 200)
  t.match(await s3('PUT', '/box'), { status: 409, text: /BucketAlreadyOwnedByYou/ })
  t.equal((await s3('PUT', '/box/a/b', 'content')).status, 200)
  t.match(await s3('GET', '/box/a/b'), { status: 200, text: 'content' })
  t.match(await s3('GET', '/box?list-type=2'), { status: 200, text: /<Key>a\/b<\/Key>/ })
  t.match(await s3('GET', '/'), { text: /<Name>box<\/Name>/ })
  t.match(await s3('DELETE', '/box'), { status: 409, text: /BucketNotEmpty/ })
  t.match(await s3('GET', '/box/none'), { status: 404, text: /NoSuchKey/ })
  t.match(await s3('GET', '/none'), { status: 404, text: /NoSuchBucket/ })

  const account = `/object-store/v1/AUTH_${client.project}`
  t.match((await client.get(`${account}?format=json&prefix=b`)).body, [{ name: 'box' }])
  t.match((await client.get(`${account}/box?format=json`)).body, [{ name: 'a/b' }])
  t.equal((await client.send('DELETE', `${account}/box`)).status, 409)
  t.equal((await client.send('DELETE', `${account}/box/a%2Fb`)).status, 204)
  t.equal((await client.send('DELETE', `${account}/box`)).status, 204)
  t.equal((await client.get(`${account}/box`)).status, 404)
})

t.test('a signature that is not right', async (t) => {
  t.match(await s3('GET', '/', '', ['key', 'guessed']), { status: 403, text: /SignatureDoesNotMatch/ })
  t.match(await s3('GET', '/', '', ['none', 'a secret']), { status: 403, text: /InvalidAccessKeyId/ })
})
