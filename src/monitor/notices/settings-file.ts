import { dirname, resolve } from 'node:path'
import { bundledSchema } from '../../bundled-data.ts'
import { didYouMean } from '../../did-you-mean.ts'
import { contactsIn } from '../../fleet/subjects-file.ts'
import { secret, type Redactor } from '../../redact.ts'
import { checkAgainst } from '../../schema-check.ts'
import type { Lifetime } from '../../scope.ts'
import { readYaml, type Path, type SourceDocument } from '../../yaml-document.ts'
import { readChannel, type ChannelEntry } from './channel-entry.ts'
import { mailContact } from './mail-contact.ts'
import { kinds, type Kind } from './notice.ts'
import type { Channel, Contact, Language, NoticeSettings, Watched } from './settings.ts'
import type { Rules } from './subject-facts.ts'

interface Written {
  readonly channels: Readonly<Record<string, ChannelEntry>>
  readonly contacts?: Readonly<Record<string, WrittenContact>>
  readonly subjects?: Readonly<
    Record<string, { readonly contacts?: readonly string[]; readonly expectedEvery?: string }>
  >
  readonly subjectsFile?: string
  readonly everybody?: readonly string[]
  readonly expectedEvery?: string
  readonly confirmations?: number
  readonly lasting?: string
  readonly flapping?: { readonly changes?: number; readonly within?: string }
  readonly lead?: Readonly<Partial<Record<Lifetime, string>>>
}

interface WrittenContact {
  readonly channel: string
  readonly to?: string
  readonly room?: string
  readonly language?: Language
  readonly events?: readonly Kind[]
}

/** What holds where the file says nothing. Leads are shorter than what a test every night, week, month … leaves. */
const usual = {
  confirmations: 2,
  lasting: '36h',
  changes: 4,
  within: '7d',
  lead: { day: '6h', week: '24h', month: '7d', quarter: '14d', year: '30d' },
} as const

/**
 * Reads the file of `--notices`. Addresses, tokens and passwords are taught to the redactor; no error quotes one.
 * @throws UsageError that names file, line and key for whatever is wrong with it
 */
export async function readNoticeSettings(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): Promise<NoticeSettings> {
  const document = await readYaml(file, { secret: true })
  await checkAgainst(await bundledSchema('notices'), document, { secret: true })
  const written = document.data as Written // valid by the schema
  const channels = new Map(
    Object.entries(written.channels).map(([name, entry]) => {
      return [name, readChannel(document, name, entry, environment, redactor)] as const
    }),
  )
  const contacts = new Map(
    Object.entries(written.contacts ?? {}).map(([name, entry]) => {
      return [name, contactOf(document, name, entry, channels, redactor)] as const
    }),
  )

  /** By its name; one that is a mail address is made on the way. */
  const resolveAt = (path: Path, texts: readonly string[], source = document): readonly Contact[] => {
    const found = texts.map((text, index): Contact => {
      const known = contacts.get(text)
      if (known) return known
      const at = [...path, index]
      if (!text.includes('@')) {
        throw source.error(at, `there is no contact of this name${didYouMean(text, contacts.keys())}`)
      }
      const made = mailContact(text, channels.values(), redactor)
      if (typeof made === 'string') throw source.error(at, made)
      contacts.set(made.name, contacts.get(made.name) ?? made)
      return contacts.get(made.name) ?? made
    })
    return [...new Set(found)]
  }

  const rulesFor = (expectedEvery: string | undefined) => rulesOf(written, expectedEvery ?? written.expectedEvery)
  const forAll = resolveAt(['everybody'], written.everybody ?? [])
  const subjects = new Map<string, Watched>()
  const add = (name: string, own: readonly Contact[], rules: Rules) => {
    const before = subjects.get(name)
    subjects.set(name, { contacts: [...new Set([...(before?.contacts ?? forAll), ...own])], rules })
  }
  if (written.subjectsFile !== undefined) {
    const { document: other, contacts: named } = await contactsIn(resolve(dirname(file), written.subjectsFile))
    for (const [name, texts] of named) {
      add(name, resolveAt(['subjects', name, 'contacts'], texts, other), rulesFor(undefined))
    }
  }
  for (const [name, { contacts: texts = [], expectedEvery }] of Object.entries(written.subjects ?? {})) {
    add(name, resolveAt(['subjects', name, 'contacts'], texts), rulesFor(expectedEvery))
  }
  return {
    contacts,
    channels: [...channels.values()],
    subjects,
    everybody: { contacts: forAll, rules: rulesFor(undefined) },
  }
}

function contactOf(
  document: SourceDocument,
  name: string,
  { channel: wanted, to, room, language = 'en', events = kinds }: WrittenContact,
  channels: ReadonlyMap<string, Channel>,
  redactor: Redactor,
): Contact {
  const at: Path = ['contacts', name]
  const channel = channels.get(wanted)
  if (!channel) {
    throw document.error([...at, 'channel'], `there is no channel of this name${didYouMean(wanted, channels.keys())}`)
  }
  const key = ({ smtp: 'to', matrix: 'room', webhook: undefined } as const)[channel.type]
  const values = { to, room } as const
  for (const one of ['to', 'room'] as const) {
    if (one === key && values[one] === undefined) throw document.error(at, `the key ${one} is missing`)
    if (one !== key && values[one] !== undefined) {
      throw document.error([...at, one], `has no meaning for a channel of type ${channel.type}`)
    }
  }
  const address = (key && values[key]) ?? ''
  if (address !== '') redactor.learn(address)
  return { name, channel, to: secret(address), language, events: new Set(events) }
}

function rulesOf(written: Written, expectedEvery: string | undefined): Rules {
  const { confirmations = usual.confirmations, lasting = usual.lasting, flapping, lead } = written
  const leads = Object.entries({ ...usual.lead, ...lead }).map(([lifetime, text]) => [lifetime, msOf(text)] as const)
  return {
    patience: {
      confirmations,
      lastingMs: msOf(lasting),
      changes: flapping?.changes ?? usual.changes,
      withinMs: msOf(flapping?.within ?? usual.within),
    },
    leadMs: Object.fromEntries(leads) as Rules['leadMs'], // it has a key for every lifetime
    ...(expectedEvery === undefined ? {} : { expectedMs: msOf(expectedEvery) }),
  }
}

const units = { m: 60_000, h: 3600_000, d: 86_400_000 } as const

/** Of `90m`, `26h`, `7d`, as the schema has it. */
function msOf(text: string): number {
  return Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units]
}
