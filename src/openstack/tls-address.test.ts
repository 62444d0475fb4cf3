import t from 'tap'
import { tlsAddress } from './tls-address.ts'

t.test('a name is what the server is called by, an address is not', async (t) => {
  t.same(tlsAddress('https://api.example/v3'), { host: 'api.example', port: 443, serverName: 'api.example' })
  t.same(tlsAddress('https://api.example.:5000'), { host: 'api.example.', port: 5000, serverName: 'api.example' })
  t.same(tlsAddress('https://192.0.2.1:8774'), { host: '192.0.2.1', port: 8774, serverName: undefined })
  t.same(tlsAddress('https://[2001:db8::1]:9292/'), { host: '2001:db8::1', port: 9292, serverName: undefined })
})
