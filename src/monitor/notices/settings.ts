import type { Secret } from '../../redact.ts'
import type { Kind } from './notice.ts'
import type { Rules } from './subject-facts.ts'

export type Language = 'en' | 'de'

/** A way to send, with its secrets. */
export type Channel = SmtpChannel | WebhookChannel | MatrixChannel

interface AnyChannel {
  readonly name: string
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string
}

export interface SmtpChannel extends AnyChannel {
  readonly type: 'smtp'
  readonly host: string
  readonly port: number
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly login?: { readonly user: string; readonly password: Secret }
  readonly from: { readonly name: string; readonly address: string }
}

export interface WebhookChannel extends AnyChannel {
  readonly type: 'webhook'
  /** A secret too: whoever has it can post there. */
  readonly url: Secret
  readonly secret: Secret
}

export interface MatrixChannel extends AnyChannel {
  readonly type: 'matrix'
  /** Without a slash at its end. */
  readonly homeserver: string
  readonly token: Secret
}

/** Somebody who is told. */
export interface Contact {
  /** What database and log call it: the name in the file, or for a mail address that has none a hash. */
  readonly name: string
  readonly channel: Channel
  /** Mail address, or id of a room; empty for a webhook. */
  readonly to: Secret
  readonly language: Language
  readonly events: ReadonlySet<Kind>
}

export interface Watched {
  readonly contacts: readonly Contact[]
  readonly rules: Rules
}

/** What the file of notices says. */
export interface NoticeSettings {
  /** By name. */
  readonly contacts: ReadonlyMap<string, Contact>
  readonly channels: readonly Channel[]
  /** Subjects that the file names; others have those of `everybody`. */
  readonly subjects: ReadonlyMap<string, Watched>
  readonly everybody: Watched
}

/** Who is told of a subject, and when. */
export function watchedOf({ subjects, everybody }: NoticeSettings, subject: string): Watched {
  return subjects.get(subject) ?? everybody
}
