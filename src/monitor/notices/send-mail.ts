import { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Secret } from '../../redact.ts'
import type { Message } from './message.ts'
import type { Outcome, SendOptions } from './send.ts'
import type { SmtpChannel } from './settings.ts'

/**
 * Sends one mail by SMTP. With `starttls` nothing is sent to a server that has none, and certificates are verified. The Message-ID
 * is the same each time, so that a mail that is sent twice shows as one in many mailboxes.
 */
export async function sendMail(
  message: Message,
  { host, port, tls, ca, login, from }: SmtpChannel,
  to: Secret,
  { signal, timeoutMs }: SendOptions,
): Promise<Outcome> {
  const socket = new Socket()
  const ended = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const transport = createTransport({
    host,
    port,
    socket,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(login ? { auth: { user: login.user, pass: login.password.reveal() } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1000,
    maxResponseSize: 65_536,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.address.slice(from.address.indexOf('@') + 1)
  const sending = transport
    .sendMail({
      from: from.name === '' ? from.address : from,
      to: { name: '', address: to.reveal() },
      subject: message.title,
      text: message.text,
      date: message.createdAt,
      messageId: `<${message.id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      xMailer: false,
    })
    .then((): Outcome => ({ isDelivered: true }), whyNot)
  const gone = new Promise<Outcome>((resolve) => {
    const end = () => resolve({ isDelivered: false, why: `no end within ${Math.ceil(timeoutMs / 1000)} s` })
    if (ended.aborted) end()
    ended.addEventListener('abort', end, { once: true })
  })
  try {
    return await Promise.race([sending, gone])
  } finally {
    socket.destroy()
  }
}

/** Only codes: texts of servers quote addresses. */
function whyNot(error: unknown): Outcome {
  const { code, responseCode, command } = (error ?? {}) as Readonly<Record<string, unknown>>
  const reason = typeof code === 'string' ? (reasons[code] ?? code) : 'an unknown failure'
  const answer = typeof responseCode === 'number' ? `, answer ${responseCode}` : ''
  const isFinal = command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500
  return { isDelivered: false, why: `${reason}${answer}`, ...(isFinal ? { isFinal } : {}) }
}

const reasons: Readonly<Record<string, string>> = {
  EAUTH: 'the server refuses user and password',
  EENVELOPE: 'the server refuses sender or recipient',
  EMESSAGE: 'the server refuses the mail',
  ETLS: 'no TLS connection comes about',
  ESOCKET: 'the connection fails',
  ECONNECTION: 'the connection fails',
  ETIMEDOUT: 'the server does not answer in time',
  EDNS: 'the name of the server is not known',
  EPROTOCOL: 'the server does not speak SMTP',
}
