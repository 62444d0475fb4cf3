import t from 'tap'
import { redactor } from '../redact.ts'
import { proxiesIn } from './proxy.ts'

const on = (environment: Record<string, string>, url: string) => proxiesIn(environment, redactor())(new URL(url))

t.test('as in curl: lower case wins, ALL_PROXY stands in, no scheme is http', async (t) => {
  const environment = { HTTP_PROXY: 'http://upper', http_proxy: 'lower:3128', ALL_PROXY: 'https://all' }
  t.strictSame(on(environment, 'http://x/'), {
    variable: 'http_proxy',
    origin: 'http://lower:3128',
    host: 'lower:3128',
  })
  t.strictSame(on(environment, 'https://x/'), { variable: 'ALL_PROXY', origin: 'https://all', host: 'all' })
  t.equal(on({ HTTPS_PROXY: '', PATH: '/' }, 'https://x/'), undefined)
  t.equal(on({ HTTP_PROXY: 'http://upper' }, 'https://x/'), undefined, 'https does not go through a proxy for http')
})

t.test('credentials, also with a % that encodes nothing; the password is learned', async (t) => {
  for (const [written, meant] of [
    ['user:p%zzword', 'user:p%zzword'],
    ['us%40er:p%C3%A4ss%word', 'us@er:päss%word'],
    [':only-password', ':only-password'],
  ] as const) {
    const registry = redactor()
    const proxy = proxiesIn({ HTTP_PROXY: `http://${written}@h:1` }, registry)(new URL('http://x/'))
    t.match(proxy, { origin: 'http://h:1', authorization: `Basic ${Buffer.from(meant).toString('base64')}` })
    const [, raw = ''] = written.split(':')
    t.equal(registry.redact(`<${meant.split(':')[1]}> <${raw}>`), '<[redacted]> <[redacted]>')
  }
})

t.test('what cannot be used is refused in one sentence, without what it says', async (t) => {
  for (const [url, message] of [
    [
      'socks5://u:cAnary@h:1',
      'ALL_PROXY names a proxy of another kind (socks5://); only http:// and https:// proxies are supported',
    ],
    ['http://u:cAnary@h:port', 'ALL_PROXY is not a URL such as http://proxy:3128'],
    ['not a url', /not a URL/],
    ['http://', /not a URL/],
  ] as const)
    t.throws(() => proxiesIn({ ALL_PROXY: url }, redactor()), { name: 'UsageError', message })
})

t.test('NO_PROXY: hosts, domains, wildcards, ports, IPv6', async (t) => {
  const direct = (entries: string, url: string) => on({ ALL_PROXY: 'http://p', NO_PROXY: entries }, url) === undefined
  for (const [entries, url, expected] of [
    ['a, cloud.example', 'http://cloud.example/', true],
    ['cloud.example', 'http://api.cloud.example./', true],
    ['.cloud.example', 'http://API.cloud.example/', true],
    ['cloud.example', 'http://mycloud.example/', false],
    ['*.cloud.example', 'http://cloud.example/', false],
    ['*.cloud.example', 'http://a.cloud.example/', true],
    ['cloud.example:5000', 'http://cloud.example:5000/', true],
    ['cloud.example:443', 'https://cloud.example/', true],
    ['cloud.example:5000', 'http://cloud.example/', false],
    ['10.0.0.1', 'http://10.0.0.1:8/', true],
    ['::1', 'http://[::1]:8/', true],
    ['[::1]:8', 'http://[::1]:8/', true],
    ['[::1]:9', 'http://[::1]:8/', false],
    ['x *', 'http://any/', true],
  ] as const)
    t.equal(direct(entries, url), expected, `${entries} ${url}`)
})
