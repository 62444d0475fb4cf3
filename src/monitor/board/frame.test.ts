import { createHash } from 'node:crypto'
import t from 'tap'
import { openMonitor } from '../../../testbed/monitor/open-monitor.ts'

const mine = { subject: 'my<cloud>', password: 'correct-horse' }

t.test('the frame of all pages', async (t) => {
  await using monitor = await openMonitor({ accounts: [mine] })

  await t.test('nothing runs but its own style and script', async (t) => {
    const { body, headers } = await monitor.get('/board')
    const policy = String(headers['content-security-policy'])
    t.match(
      policy,
      /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; img-src 'self'; form-action 'self'/,
    )
    t.notMatch(policy, /unsafe|\*/)
    for (const [tag, source] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ]) {
      const text = new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(body)?.[1] ?? ''
      t.match(policy, `${source} 'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    }
    t.notMatch(body.replaceAll(/<(style|script)[^]*?<\/\1>/g, ''), / (style|on\w+)="/)
    t.equal(headers['vary'], 'authorization')
  })

  await t.test('it says who is logged in, and leads to the login and back', async (t) => {
    t.match(await monitor.get('/board?q=a&page=1'), {
      statusCode: 200,
      body: /href="\/login\?to=%2Fboard%3Fq%3Da%26page%3D1">Log in</,
    })
    t.match(await monitor.get('/board', mine), { body: /Logged in as <b>my&lt;cloud&gt;<\/b>.+href="\/logout"/ })
    t.match(await monitor.get('/login?to=%2Fboard%3Fq%3Da', mine), {
      statusCode: 303,
      headers: { location: '/board?q=a' },
    })
    t.match(await monitor.get('/login?to=%2F%2Fevil.example', mine), {
      statusCode: 303,
      headers: { location: '/board' },
    })
    t.match(await monitor.get('/logout', mine), { statusCode: 401, headers: { 'www-authenticate': /^Basic/ } })
    t.match(await monitor.get('/'), { statusCode: 303, headers: { location: '/board' } })
  })

  await t.test('what goes wrong is a page there, and JSON for all else', async (t) => {
    const html = /^text\/html/
    const wrong = { subject: 'my<cloud>', password: 'wrong-horse' }
    t.match(await monitor.get('/board/nothing?to=<i>'), { statusCode: 404, headers: { 'content-type': html } })
    t.match(await monitor.get('/login'), {
      statusCode: 401,
      headers: { 'content-type': html },
      body: /Log in with the name/,
    })
    t.match(await monitor.get('/board', wrong), {
      statusCode: 401,
      headers: { 'content-type': html },
      body: /Incorrect name/,
    })
    const json = { 'content-type': /^application\/json/ }
    t.match(await monitor.get('/nothing'), { statusCode: 404, headers: json })
    t.match(await monitor.get('/boards'), { statusCode: 404, headers: json })
    t.match(await monitor.get('/reports', wrong), { statusCode: 401, headers: json })
  })
})
