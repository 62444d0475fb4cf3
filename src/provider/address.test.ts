import t from 'tap'
import { isPublicAddress, literalAddress } from './address.ts'

t.test('public is what IANA has not set aside, whatever it is dressed in', async (t) => {
  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '100.63.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
    '::ffff:8.8.8.8',
  ])
    t.ok(isPublicAddress(address), address)
  for (const address of [
    '0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.2.1 192.168.1.1 198.18.0.1',
    '198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255',
    ':: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:a00:1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 2001:db8::1 100::1',
    '64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001::1 4000::1',
    'status.example not-an-address',
  ]
    .join(' ')
    .split(' '))
    t.notOk(isPublicAddress(address), address)
})

t.test('every way to write an address in a URL is seen as one', async (t) => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '127.0.0.1.',
    '１２７.0.0.1',
    '[::ffff:127.0.0.1]',
  ]) {
    const literal = literalAddress(new URL(`http://${host}/`).hostname)
    t.ok(literal !== undefined && !isPublicAddress(literal), host)
  }
  t.equal(literalAddress('status.example'), undefined)
})
