import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { basic, databases, openMonitor, testKey } from '../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../testbed/monitor/reports.ts'

const mine = { subject: 'mycloud', password: 'correct-horse', key: testKey() }
const theirs = { subject: 'othercloud', password: 'correct-horse', key: testKey() }
const syntax = 'scs-0100-syntax-check'
const passing = { subject: 'mycloud', results: { [syntax]: 1 as const } }

for (const [name, place] of Object.entries(databases)) {
  t.test(`on ${name}`, { skip: place === undefined && 'set SCS_TESTBED_POSTGRES' }, async (t) => {
    const limits = { bodyBytes: 2 ** 20 }
    const reading = { timeoutMs: 60_000, memoryMiB: 128 }
    await using monitor = await openMonitor({ place, accounts: [mine, theirs], limits, reading })
    const refusedIn = (t: Test) => async (text: string, statusCode: number, body: RegExp) => {
      t.match(await monitor.post(text, mine), { statusCode, body }, `${text.slice(0, 60)}`)
    }

    await t.test('signatures: none, broken, of another key, purpose, text or account', async (t) => {
      const text = officialText(passing)
      const signed = mine.key.sign(text)
      t.match(await monitor.post(text, mine, { signature: '' }), { statusCode: 401, body: /missing signature/ })
      t.match(
        await monitor.post(text, mine, { signature: signed.replace('\n&', '').replace('-----END', '-----ENDE') }),
        { statusCode: 401, body: /missing signature/ },
      )
      t.match(await monitor.post(text, mine, { signature: theirs.key.sign(text) }), {
        statusCode: 401,
        body: /not verified/,
      })
      t.match(await monitor.post(text, mine, { signature: mine.key.sign(text, 'file') }), {
        statusCode: 401,
        body: /another purpose/,
      })
      t.match(await monitor.post(`${text} `, mine, { signature: signed }), {
        statusCode: 401,
        body: /was changed since/,
      })
      // somebody who has seen a report posts it as his own
      t.match(await monitor.post(text, theirs, { signature: signed }), { statusCode: 401, body: /not verified/ })
      t.match(await monitor.post(text, mine, { signature: signed }), { statusCode: 200 })
      t.match(await monitor.post(text, mine, { signature: signed }), { statusCode: 409 })
    })

    await t.test('what claims to be about another subject', async (t) => {
      t.match(await monitor.post(officialText({ ...passing, subject: 'othercloud' }), mine), { statusCode: 401 })
      t.match(await monitor.post(officialText({ ...passing, subject: 'mycloud ' }), mine), { statusCode: 401 })
      t.match(await monitor.post(officialText({ ...passing, subject: 'MYCLOUD' }), mine), { statusCode: 401 })
      t.match(await monitor.post(officialText({ ...passing, subject: 'mycl\u0000ud' }), mine), { statusCode: 401 })
      const two = officialText(passing).replace('"subject":', '"subject":"othercloud","subject":')
      t.match(await monitor.post(two, mine), { statusCode: 422, body: /keys must be unique/ })
    })

    await t.test('what is no report, or is made to cost much', async (t) => {
      const refused = refusedIn(t)
      await refused('', 422, /empty/)
      await refused('a: 1', 422, /is no report/)
      await refused('null', 422, /is no report/)
      await refused('a: [b', 422, /no YAML that is taken here/)
      await refused('\u0000', 422, /no YAML|no report/)
      await refused('!!js/function "x"', 422, /no report/)
      const laughs = [
        'a: &a [x, x]',
        ...Array.from(
          { length: 30 },
          (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`,
        ),
      ]
      await refused(laughs.join('\n'), 422, /alias|no YAML/)
      await refused(`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 422, /./)
      await refused(
        officialText(passing).replace('"argv":', `"deep":${'['.repeat(100)}${']'.repeat(100)},"argv":`),
        422,
        /nested too deeply/,
      )
      await refused('---\na: 1\n'.repeat(600), 422, /more than 500 documents/)
      await refused(`{"x": "${'x'.repeat(2 ** 20)}"}`, 413, /./)
      await refused(officialText({ ...passing, uuid: 'no-uuid' }), 422, /uuid that is none/)
      await refused(
        officialText({ ...passing, scopeUuid: "'; drop table report" }),
        422,
        /uuid of its scope that is none/,
      )
      await refused(officialText({ ...passing, results: { '<script>': 1 } }), 422, /names a testcase that is none/)
      await refused(
        officialText({ ...passing, results: { [syntax]: 2 as never } }),
        422,
        /something else than 1, 0 or -1/,
      )
      const many = Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`scs-${n}`, 1 as const]))
      await refused(officialText({ ...passing, results: many }), 422, /more than 2000 results/)
    })

    await t.test('clocks: what is made in the future is refused, a little ahead is not', async (t) => {
      const refused = refusedIn(t)
      const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
      await refused(officialText({ ...passing, checkedAt: ahead(3600) }), 422, /in the future .*set the clock/)
      await refused(officialText({ ...passing, checkedAt: '9999-12-31T00:00:00Z' }), 422, /in the future/)
      await refused(officialText({ ...passing, checkedAt: 'yesterday' }), 422, /is no report/)
      await refused(officialText({ ...passing, checkedAt: ahead(60) }), 200, /mycloud/)
      await refused(officialText({ ...passing, checkedAt: '1999-12-31T00:00:00Z' }), 200, /mycloud/)
    })

    await t.test('markup and control characters are shown as text, to whom they may be', async (t) => {
      const uuid = randomUUID()
      const stdout = ['<script>alert(1)</script>', `${syntax}: PASS`, 'password is hunter2']
      const stderr = [
        'ERROR: <img src=x onerror=alert(1)>',
        'INFO: https://api.secret.example',
        'nul \u0000 and \ud800',
      ]
      t.equal((await monitor.post(officialText({ ...passing, uuid, stdout, stderr }), mine)).statusCode, 200)
      const whole = await monitor.get(`/reports/${uuid}`, mine)
      t.match(whole.json(), { run: { invocations: { '1': { stdout, stderr } } } })
      for (const answer of [whole, await monitor.get(`/reports/${uuid}/public`)]) {
        t.match(answer.headers, {
          'content-type': /^application\/json/,
          'x-content-type-options': 'nosniff',
          'content-security-policy': /^default-src 'none'/,
        })
      }
      const shown = await monitor.get(`/reports/${uuid}/public`)
      const hidden = '(the following has been redacted)'
      t.match(shown.json(), {
        subject: 'mycloud',
        run: {
          uuid,
          invocations: {
            '1': {
              results: { [syntax]: 1 },
              stdout: [hidden, `${syntax}: PASS`],
              stderr: [hidden, stderr[0]],
              redacted: true,
            },
          },
        },
      })
      t.notMatch(shown.body, /hunter2|secret/)
    })

    await t.test('other kinds of content, names and addresses', async (t) => {
      for (const type of ['application/json', 'application/yaml', 'text/html', 'multipart/form-data']) {
        t.match(await monitor.post(officialText(passing), mine, { type }), { statusCode: 415 }, type)
      }
      const typed = { type: 'application/x-signed-yaml; charset=utf-8' }
      t.match(await monitor.post(officialText(passing), mine, typed), { statusCode: 200 })
      const bad = 'application/x-signed-json'
      t.match(await monitor.post('{', mine, { type: bad }), { statusCode: 422, body: /is not JSON/ })
      t.match(await monitor.post('PK\u0003\u0004', mine, { type: 'application/zip' }), { statusCode: 422, body: /ZIP/ })
      for (const url of [
        '/reports/1',
        '/results?limit=1000',
        '/results?limit=x',
        '/status?scopeuuid=1',
        "/reports?skip=1'",
      ]) {
        t.match(await monitor.get(url, mine), { statusCode: 400 }, url)
      }
      t.match((await monitor.get('/status?subject=%00')).statusCode, 400)
      t.match(await monitor.get("/status?subject=';drop%20table%20report"), { statusCode: 200, body: '{}' })
      t.match(await monitor.get('/badges/%3Csvg%3E/scs-compatible-iaas.svg'), { statusCode: 404 })
      t.match(await monitor.get(`/badges/${'x'.repeat(150)}/scs-compatible-iaas.svg`), { statusCode: 400 })
      t.match(await monitor.get('/../../etc/passwd'), { statusCode: 404 })
      for (const url of ['/board/%ZZ', '/reports/%', '/%c0%ae']) {
        t.match(await monitor.get(url), {
          statusCode: 400,
          body: '{"detail":"there is no such address"}',
          headers: { 'content-type': /json/, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
        })
      }
      const none = await monitor.app.inject({ method: 'POST', url: '/reports', headers: basic(mine) })
      t.match(none, { statusCode: 401, body: /missing signature/ })
    })

    await t.test('nothing of all that is our own fault', async (t) => {
      t.same(
        monitor.told.filter(({ status }) => status >= 500),
        [],
      )
      t.ok(monitor.told.some(({ status, path }) => status === 422 && path === '/reports'))
      t.notMatch(JSON.stringify(monitor.told), /correct-horse/)
    })
  })
}

t.test('what takes too long to read costs only itself', async (t) => {
  const reading = { timeoutMs: 1, memoryMiB: 128 }
  await using monitor = await openMonitor({ accounts: [mine], reading })
  t.match(await monitor.post(officialText(passing), mine), { statusCode: 422, body: /takes longer than 0\.001 s/ })
  t.equal((await monitor.get('/healthz')).statusCode, 200)
})

t.test('what takes too long to answer is answered for', async (t) => {
  await using monitor = await openMonitor({ accounts: [mine], limits: { handlerMs: 1 } })
  const { statusCode, headers, body } = await monitor.post(officialText(passing), mine)
  t.match({ statusCode, body }, { statusCode: 503, body: '{"detail":"this took too long; try again later"}' })
  t.equal(headers['retry-after'], '10')
})

t.test('who sends a request bit by bit is cut off', async (t) => {
  await using monitor = await openMonitor({ accounts: [mine], limits: { requestMs: 300 } })
  const url = new URL(await monitor.app.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(url.port), url.hostname)
  const head = `POST /reports HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(mine).authorization}\r\n`
  socket.write(`${head}Content-Type: application/x-signed-yaml\r\nContent-Length: 1000\r\n\r\n-----BEGIN`)
  t.match(await text(socket), /^HTTP\/1\.1 408 /)
})
