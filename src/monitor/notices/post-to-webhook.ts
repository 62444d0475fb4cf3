import { createHmac } from 'node:crypto'
import { outcomeOf } from './http-outcome.ts'
import type { Message } from './message.ts'
import type { Outcome, SendOptions } from './send.ts'
import type { WebhookChannel } from './settings.ts'

/** Posts a notice as JSON, signed as Standard Webhooks 1.0 has it, so that their libraries verify it. */
export async function postToWebhook(
  message: Message,
  { url, secret, ca }: WebhookChannel,
  options: SendOptions,
): Promise<Outcome> {
  const body = JSON.stringify(webhookBody(message))
  const timestamp = String(Math.floor(options.now() / 1000))
  const signature = signWebhook(secret.reveal(), message.id, timestamp, body)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'scs-conformance',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  }
  return outcomeOf({ method: 'POST', url: url.reveal(), headers, body }, ca, options)
}

/**
 * `v1,` and the base64 of the HMAC-SHA256 over `ID.TIMESTAMP.BODY`.
 * @param secret `whsec_` and base64, or any other text, which counts as it stands
 */
export function signWebhook(secret: string, id: string, timestamp: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

function webhookBody({ id, createdAt, title, text, link, notice }: Message): object {
  const { kind, subject, since, about, parts, certificates } = notice
  return {
    format: 'scs-conformance-notice/1',
    id,
    kind,
    subject,
    createdAt: createdAt.toISOString(),
    since,
    about,
    scopes: parts.map(({ scope, testcases, versions }) => ({ ...scope, testcases, versions })),
    ...(certificates ? { certificates } : {}),
    title,
    text,
    ...(link === undefined ? {} : { link }),
  }
}
