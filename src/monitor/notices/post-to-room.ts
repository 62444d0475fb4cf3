import type { Secret } from '../../redact.ts'
import { outcomeOf } from './http-outcome.ts'
import type { HttpResponse } from '../../http/exchange.ts'
import type { Message } from './message.ts'
import type { Outcome, SendOptions } from './send.ts'
import type { MatrixChannel } from './settings.ts'

/**
 * Writes into a Matrix room (client-server API v3, `PUT …/send/m.room.message/{txnId}`). The transaction is the same each time, so
 * that the server takes a message that is sent twice as one. Nobody is mentioned by it.
 */
export async function postToRoom(
  message: Message,
  { homeserver, token, ca }: MatrixChannel,
  room: Secret,
  options: SendOptions,
): Promise<Outcome> {
  const path = ['rooms', room.reveal(), 'send', 'm.room.message', message.id].map(encodeURIComponent).join('/')
  const content = { msgtype: 'm.notice', body: `${message.title}\n\n${message.text}`, 'm.mentions': {} }
  return outcomeOf(
    {
      method: 'PUT',
      url: `${homeserver}/_matrix/client/v3/${path}`,
      headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(content),
    },
    ca,
    options,
    askedMs,
  )
}

/** Servers tell it in the body; `Retry-After` is newer (Matrix 1.10). */
function askedMs({ status, body }: HttpResponse): number | undefined {
  if (status !== 429) return undefined
  try {
    const { retry_after_ms: asked } = JSON.parse(body.toString('utf8')) as { readonly retry_after_ms?: unknown }
    return typeof asked === 'number' && asked >= 0 ? asked : undefined
  } catch {
    return undefined // a proxy before it, say
  }
}
