import { createHash } from 'node:crypto'
import { secret, type Redactor } from '../../redact.ts'
import { kinds } from './notice.ts'
import type { Channel, Contact } from './settings.ts'

/** As the schema of notices has it. */
const form = /^[^\s@<>",;:\\()]{1,64}@[A-Za-z0-9.-]{1,253}$/

/** A contact of a mail address alone, by the only channel for mail; or why there can be none. Its name is a hash. */
export function mailContact(address: string, channels: Iterable<Channel>, redactor: Redactor): Contact | string {
  if (!form.test(address)) return 'is no mail address such as ops@cloud.example'
  redactor.learn(address)
  const [channel, other] = [...channels].filter(({ type }) => type === 'smtp')
  if (!channel) return 'is a mail address, but there is no channel of type smtp'
  if (other) return 'is a mail address, but there are several channels of type smtp; make it a contact with channel'
  const name = `mail-${createHash('sha256').update(address).digest('hex').slice(0, 16)}`
  return { name, channel, to: secret(address), language: 'en', events: new Set(kinds) }
}
