import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileReason } from '../../file-reason.ts'
import { secret, type Redactor } from '../../redact.ts'
import type { Path, SourceDocument } from '../../yaml-document.ts'
import { fetchSecret, type SecretReference } from './secret-reference.ts'
import type { Channel } from './settings.ts'

/** A channel as the file has it; valid by the schema. */
export interface ChannelEntry {
  readonly type: Channel['type']
  readonly host?: string
  readonly port?: number
  readonly tls?: 'starttls' | 'implicit' | 'none'
  readonly user?: string
  readonly password?: SecretReference
  readonly from?: string
  readonly url?: string
  readonly secret?: SecretReference
  readonly homeserver?: string
  readonly token?: SecretReference
  readonly ca?: string
}

type Key = Exclude<keyof ChannelEntry, 'type'>

const keys = {
  smtp: { needs: ['host', 'from'], takes: ['port', 'tls', 'user', 'password', 'ca'] },
  webhook: { needs: ['url', 'secret'], takes: ['ca'] },
  matrix: { needs: ['homeserver', 'token'], takes: ['ca'] },
} as const satisfies Record<Channel['type'], { readonly needs: readonly Key[]; readonly takes: readonly Key[] }>

const usualPorts = { starttls: 587, implicit: 465, none: 25 } as const

/** @throws UsageError for keys of another type, missing ones, and whatever would send a secret in the clear */
export function readChannel(
  document: SourceDocument,
  name: string,
  entry: ChannelEntry,
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): Channel {
  const at: Path = ['channels', name]
  const { type, host = '', tls = 'starttls', port = usualPorts[tls], from = '', user } = entry
  const { needs, takes } = keys[type]
  const known: readonly string[] = ['type', ...needs, ...takes]
  for (const key of needs) {
    if (entry[key as Key] === undefined) throw document.error(at, `the key ${key} is missing`)
  }
  const other = Object.keys(entry).find((key) => !known.includes(key))
  if (other !== undefined) throw document.error([...at, other], `has no meaning for a channel of type ${type}`)
  const fetched = (key: 'password' | 'secret' | 'token') =>
    fetchSecret(document, [...at, key], entry[key] ?? {}, environment, redactor)
  const common = { name, ...(entry.ca === undefined ? {} : { ca: readCa(document, [...at, 'ca'], entry.ca) }) }
  switch (type) {
    case 'smtp': {
      if (tls === 'none' && !isHere(host)) {
        throw document.error([...at, 'tls'], 'mail would leave this machine in the clear; use starttls or implicit')
      }
      if ((user === undefined) !== (entry.password === undefined)) {
        throw document.error(at, 'user and password come together')
      }
      const [, sender = '', address = from] = /^(.*) <(.*)>$/.exec(from) ?? []
      const login = user === undefined ? {} : { login: { user, password: fetched('password') } }
      return { type, ...common, host, port, tls, from: { name: sender, address }, ...login }
    }
    case 'webhook': {
      const url = addressAt(document, [...at, 'url'], entry.url ?? '').href
      redactor.learn(url)
      return { type, ...common, url: secret(url), secret: fetched('secret') }
    }
    case 'matrix': {
      const { origin, pathname } = addressAt(document, [...at, 'homeserver'], entry.homeserver ?? '')
      return { type, ...common, homeserver: `${origin}${pathname}`.replace(/\/+$/, ''), token: fetched('token') }
    }
  }
}

/** http:// only to this machine, and no credentials in it. */
function addressAt(document: SourceDocument, path: Path, text: string): URL {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw document.error(path, 'must be a URL such as https://example.org/notices, without a user')
  }
  if (url.protocol === 'https:' || isHere(url.hostname)) return url
  throw document.error(path, 'would send in the clear; use https://')
}

function isHere(host: string): boolean {
  return ['127.0.0.1', '[::1]', '::1', 'localhost'].includes(host)
}

function readCa(document: SourceDocument, path: Path, name: string): string {
  try {
    const text = readFileSync(resolve(dirname(document.file), name), 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch (error) {
    throw document.error(path, `cannot be read (${fileReason(error)})`)
  }
  throw document.error(path, 'is no file with certificates in PEM')
}
