/** Versions whose ClientHello has the form that SSL 3 gave it. */
export type HelloVersion = 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** Their numbers on the wire. */
export const helloVersions = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
} as const satisfies Record<HelloVersion, number>

/** What a ClientHello of our own says. */
export interface ClientHello {
  /** The only one, or up to TLS 1.2 the highest, that is offered. */
  readonly version: HelloVersion
  /** Numbers of IANA, at most some hundred. */
  readonly suites: readonly number[]
  readonly serverName: string | undefined
  /** 32 bytes. */
  readonly random: Uint8Array
}

const u8 = (value: number) => Buffer.from([value])
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const u16s = (values: readonly number[]) => Buffer.concat(values.map(u16))
/** With its length in front, in one, two or three bytes. */
const sized = (lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]) => {
  const body = Buffer.concat(parts)
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntBE(body.length, 0, lengthBytes)
  return Buffer.concat([length, body])
}
const extension = (type: number, ...parts: readonly Uint8Array[]) => Buffer.concat([u16(type), sized(2, ...parts)])
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Signals secure renegotiation where there are no extensions (RFC 5746); no suite. */
const renegotiationScsv = 0x00ff
/** All curves of RFC 8422, RFC 7027 and older, then the fields of RFC 7919. */
const groups = [29, 23, 24, 30, ...range(1, 22), ...range(25, 28), ...range(256, 260)]
/** Groups that TLS 1.3 knows, those with ML-KEM too. */
const newGroups = [29, 23, 24, 30, 25, 31, 32, 33, ...range(256, 260), 0x11ec, 0x11eb, 0x11ed]
/** Each hash that TLS 1.2 knows, from SHA-512 down to MD5, with RSA, DSA and ECDSA; PSS and the Edwards curves. */
const signatures = [
  0x0804,
  0x0805,
  0x0806,
  0x0809,
  0x080a,
  0x080b,
  0x0807,
  0x0808,
  ...[6, 5, 4, 3, 2, 1].flatMap((hash) => [1, 2, 3].map((kind) => (hash << 8) | kind)),
]

/**
 * One record with a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2), so broad in all but its suites that only
 * these and the version can be what a server refuses. With TLS 1.3 it shares no key, so that the server has to name the suite in
 * a HelloRetryRequest.
 */
export function encodeClientHello({ version, suites, serverName, random }: ClientHello): Buffer {
  const hasExtensions = version !== 'SSLv3'
  const body = [
    u16(Math.min(helloVersions[version], helloVersions['TLSv1.2'])),
    random,
    u8(0), // no session to resume
    sized(2, u16s(hasExtensions ? suites : [...suites, renegotiationScsv])),
    sized(1, u8(0)), // no compression
    ...(hasExtensions ? [sized(2, ...extensions(version, serverName))] : []),
  ]
  const message = Buffer.concat([u8(1), sized(3, ...body)])
  const recordVersion = version === 'SSLv3' ? helloVersions.SSLv3 : helloVersions.TLSv1
  return Buffer.concat([u8(22), u16(recordVersion), sized(2, message)])
}

function extensions(version: HelloVersion, serverName: string | undefined): readonly Buffer[] {
  const isNew = version === 'TLSv1.3'
  return [
    ...(serverName === undefined ? [] : [extension(0, sized(2, u8(0), sized(2, Buffer.from(serverName))))]),
    extension(10, sized(2, u16s(isNew ? newGroups : groups))), // supported_groups
    ...(version === 'TLSv1' || version === 'TLSv1.1' ? [] : [extension(13, sized(2, u16s(signatures)))]),
    extension(16, sized(2, sized(1, Buffer.from('http/1.1')))), // ALPN
    ...(isNew
      ? [extension(43, sized(1, u16(helloVersions['TLSv1.3']))), extension(51, sized(2))] // supported_versions, key_share
      : [
          extension(11, sized(1, Buffer.from([0, 1, 2]))), // ec_point_formats
          extension(22), // encrypt_then_mac
          extension(23), // extended_master_secret
          extension(0xff01, u8(0)), // renegotiation_info
        ]),
  ]
}
