import type { Redactor } from '../../redact.ts'
import type { Message } from './message.ts'
import { sendMail } from './send-mail.ts'
import { postToRoom } from './post-to-room.ts'
import { postToWebhook } from './post-to-webhook.ts'
import type { Contact } from './settings.ts'

/** What became of one attempt; `why` completes "not delivered: …" and holds nothing of what the other side has said. */
export type Outcome =
  | { readonly isDelivered: true }
  | {
      readonly isDelivered: false
      readonly why: string
      /** Trying again would help nobody. */
      readonly isFinal?: boolean
      /** The other side asks for so much patience. */
      readonly retryAfterMs?: number
    }

export interface SendOptions {
  readonly redactor: Redactor
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Ends the attempt. */
  readonly signal: AbortSignal
  /** Milliseconds that an attempt may take in all. */
  readonly timeoutMs: number
  readonly now: () => number
}

export const usualSendMs = 30_000

/** Sends a message to a contact, once. Never rejects. */
export async function send(message: Message, contact: Contact, options: SendOptions): Promise<Outcome> {
  const { channel, to } = contact
  switch (channel.type) {
    case 'smtp':
      return sendMail(message, channel, to, options)
    case 'webhook':
      return postToWebhook(message, channel, options)
    case 'matrix':
      return postToRoom(message, channel, to, options)
  }
}
