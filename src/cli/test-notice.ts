import { randomUUID } from 'node:crypto'
import { messageOf } from '../monitor/notices/message.ts'
import type { Notice } from '../monitor/notices/notice.ts'
import { send, usualSendMs } from '../monitor/notices/send.ts'
import { watchedOf, type NoticeSettings } from '../monitor/notices/settings.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Sends a test notice to each contact of a subject, once, and says what happened. Exit code 0 where all were delivered, else 1.
 * @throws UsageError where nobody is told of this subject
 */
export async function testNotice(
  subject: string,
  settings: NoticeSettings,
  publicUrl: string | undefined,
  redactor: Redactor,
  say: (text: string) => void,
): Promise<number> {
  const { contacts } = watchedOf(settings, subject)
  if (contacts.length === 0) throw new UsageError(`--test-notice ${subject}: nobody is told of this subject`)
  const createdAt = new Date()
  const notice: Notice = { kind: 'test', subject, parts: [], about: [], since: createdAt.toISOString() }
  const key = randomUUID()
  const options = {
    redactor,
    environment: process.env,
    signal: new AbortController().signal,
    timeoutMs: usualSendMs,
    now: Date.now,
  }
  const outcomes = await Promise.all(
    contacts.map(async (contact) => {
      const { name, channel, language } = contact
      const outcome = await send(messageOf(key, name, notice, { createdAt, language, publicUrl }), contact, options)
      const what = outcome.isDelivered ? 'delivered' : `not delivered: ${outcome.why}`
      return { isDelivered: outcome.isDelivered, line: `${name} by ${channel.name} (${channel.type}): ${what}` }
    }),
  )
  for (const { line } of outcomes) say(line)
  return outcomes.every((one) => one.isDelivered) ? 0 : 1
}
