import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { redactor } from '../../redact.ts'
import { readNoticeSettings } from './settings-file.ts'
import { watchedOf } from './settings.ts'

const home = folder()
const environment = { SMTP_PASSWORD: 'cAnary-password' }
writeFileSync(join(home, 'hook-secret'), 'cAnary-hook-secret\n', { mode: 0o600 })
writeFileSync(join(home, 'open-secret'), 'cAnary-open', { mode: 0o644 })
writeFileSync(
  join(home, 'subjects.yaml'),
  'templates: { base: { contacts: ["{subject}@canary.example"] } }\nsubjects: { one: { templates: [base], waivers: none.yaml }, two: { contacts: [ops] }, three: }\n',
)

function read(text: string, registry = redactor()) {
  const file = join(home, 'notices.yaml')
  writeFileSync(file, text)
  return readNoticeSettings(file, environment, registry)
}

const mail =
  'mail: { type: smtp, host: mail.example, user: me, password: { environment: SMTP_PASSWORD }, from: "M <m@scs.example>" }'
const hook = 'hook: { type: webhook, url: "https://hooks.example/cAnary-path", secret: { file: hook-secret } }'

t.test('who is told of what, and when', async (t) => {
  const registry = redactor()
  const settings = await read(
    `
channels: { ${mail}, ${hook} }
contacts:
  ops: { channel: mail, to: ops@canary.example, language: de, events: [regression, expiry] }
  pager: { channel: hook }
everybody: [pager]
subjects:
  mycloud: { contacts: [ops, direct@canary.example], expectedEvery: 26h }
subjectsFile: subjects.yaml
lead: { week: 2d }
`,
    registry,
  )
  const names = (subject: string) => watchedOf(settings, subject).contacts.map(({ name }) => name)
  t.match(names('mycloud'), ['pager', 'ops', /^mail-[0-9a-f]{16}$/])
  t.match(names('one'), ['pager', /^mail-/])
  t.same(names('two'), ['pager', 'ops'])
  t.same([names('three'), names('unheard-of')], [['pager'], ['pager']])
  t.match(watchedOf(settings, 'mycloud').rules, {
    expectedMs: 26 * 3600_000,
    leadMs: { day: 6 * 3600_000, week: 2 * 86_400_000 },
    patience: { confirmations: 2, lastingMs: 36 * 3600_000, changes: 4, withinMs: 7 * 86_400_000 },
  })
  t.equal(watchedOf(settings, 'two').rules.expectedMs, undefined)
  t.match(settings.contacts.get('ops'), { language: 'de', channel: { type: 'smtp', port: 587, tls: 'starttls' } })
  t.equal(settings.contacts.get('ops')?.to.reveal(), 'ops@canary.example')
  const shown = JSON.stringify([settings.subjects.get('mycloud'), [...settings.contacts.values()], settings.channels])
  t.notMatch(shown, /canary/i, 'nothing of it can be printed by mistake')
  t.notMatch(registry.redact('to ops@canary.example, one@canary.example with cAnary-password'), /canary/i)
})

for (const [text, message] of [
  ['channels: {}', /channels: must not be empty/],
  [`channels: { m: { type: smtp, host: h } }`, /channels\.m: the key from is missing/],
  [`channels: { m: { type: smtpp } }`, /channels\.m\.type: must be one of smtp, webhook, matrix/],
  [`channels: { ${mail.replace('user', 'room')} }`, /channels\.mail\.room: unknown key/],
  [
    'channels: { m: { type: matrix, homeserver: "https://h", token: { file: hook-secret }, port: 1 } }',
    /channels\.m\.port: has no meaning for a channel of type matrix/,
  ],
  [
    'channels: { m: { type: smtp, host: h, from: a@b, tls: none } }',
    /channels\.m\.tls: mail would leave this machine in the clear/,
  ],
  ['channels: { m: { type: smtp, host: h, from: a@b, user: x } }', /channels\.m: user and password come together/],
  [
    `channels: { ${mail.replace('SMTP_PASSWORD', 'ABSENT')} }`,
    /channels\.mail\.password: the environment variable ABSENT is not set/,
  ],
  [
    `channels: { ${mail.replace('{ environment: SMTP_PASSWORD }', 'cAnary')} }`,
    /channels\.mail\.password: must be a mapping with environment or file/,
  ],
  [
    `channels: { ${hook.replace('hook-secret', 'open-secret')} }`,
    /channels\.hook\.secret: others may read open-secret; chmod 600 it/,
  ],
  [
    `channels: { ${hook.replace('hook-secret', 'absent')} }`,
    /channels\.hook\.secret: absent: cannot be read \(ENOENT\)/,
  ],
  [`channels: { ${hook.replace('https', 'http')} }`, /channels\.hook\.url: would send in the clear; use https:/],
  [`channels: { ${hook.replace('https://', 'https://cAnary:cAnary@')} }`, /channels\.hook\.url: must be a URL/],
  [
    `channels: { ${mail} }\ncontacts: { a: { channel: mial } }`,
    /contacts\.a\.channel: there is no channel of this name \(did you mean mail\?\)/,
  ],
  [`channels: { ${mail} }\ncontacts: { a: { channel: mail } }`, /contacts\.a: the key to is missing/],
  [
    `channels: { ${mail} }\ncontacts: { a: { channel: mail, to: "cAnary\\r\\nBcc: x@y" } }`,
    /contacts\.a\.to: must be an address such as ops@cloud\.example/,
  ],
  [
    `channels: { ${hook} }\ncontacts: { a: { channel: hook, to: cAnary@x } }`,
    /contacts\.a\.to: has no meaning for a channel of type webhook/,
  ],
  [
    `channels: { ${hook} }\neverybody: [cAnary@x.example]`,
    /everybody\[0\]: is a mail address, but there is no channel of type smtp/,
  ],
  [
    `channels: { ${mail}, other: { type: smtp, host: h, from: a@b } }\neverybody: [cAnary@x.example]`,
    /everybody\[0\]: is a mail address, but there are several channels of type smtp/,
  ],
  [`channels: { ${hook} }\neverybody: [cAnary]`, /everybody\[0\]: there is no contact of this name/],
  [`channels: { ${hook} }\nsubjectsFile: subjects.yaml`, /subjects\.yaml:\d+: subjects\.\w+\.contacts\[0\]: /],
  [`channels: { ${hook} }\nexpectedEvery: 1 day`, /expectedEvery: must be a duration such as 90m, 26h or 7d/],
] as const) {
  t.test(`refused: ${text.slice(0, 100).replaceAll('\n', '; ')}`, async (t) => {
    const error: unknown = await read(text).catch((reason: unknown) => reason)
    t.match(error, { name: 'UsageError', message })
    t.match(error, { message: /^\S+\.yaml:\d+: / })
    t.notMatch((error as Error).message, /canary/i)
  })
}
