import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkAgainst } from './schema-check.ts'
import { readYaml } from './yaml-document.ts'

const folder = t.testdir()

const schema = {
  type: 'object',
  description: 'a mapping with name and visits',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { description: 'text without control characters', type: 'string', pattern: '^[^\\u0000-\\u001f]+$' },
    id: { description: 'a uuid', type: 'string', format: 'uuid' },
    link: { description: 'a URL that starts with https://', type: 'string', format: 'uri', pattern: '^https://' },
    visits: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: ['string', 'object'],
        additionalProperties: false,
        required: ['date'],
        properties: { date: { description: 'a date such as 2026-06-11', type: 'string', format: 'date' } },
      },
    },
    standing: { type: 'object', additionalProperties: { enum: ['warn', 'draft'] } },
    extra: { type: 'object' },
  },
}

const refused: Record<string, [string, string]> = {
  'an unknown key, before the missing one': [
    'nam: x',
    '1: nam: unknown key (did you mean name?); known are name, id, link, visits, standing, extra',
  ],
  'a key missing': ['link: https://a.example', '1: the key name is missing'],
  'a key missing further down': ['name: x\nvisits:\n  - {}', '3: visits[0]: the key date is missing'],
  'a word that is not allowed': [
    'name: x\nstanding:\n  v1: warm',
    '3: standing.v1: must be one of warn, draft, not "warm" (did you mean warn?)',
  ],
  'a number where a word belongs': [
    'name: x\nstanding: {v/1: 3}',
    '2: standing["v/1"]: must be one of warn, draft, not 3',
  ],
  'a date that does not exist': [
    'name: x\nvisits:\n- date: 2025-02-30',
    '3: visits[0].date: must be a date such as 2026-06-11, not "2025-02-30"',
  ],
  'a uuid that is none': ['name: x\nid: 12', '2: id: must be a uuid, not 12'],
  'a link that runs code': [
    'name: x\nlink: javascript:alert(1)',
    '2: link: must be a URL that starts with https://, not "javascript:alert(1)"',
  ],
  'text that steers the terminal': [
    'name: "\\e[31m"',
    '1: name: must be text without control characters, not "\\u001b[31m"',
  ],
  'long text, shortened': [
    `name: "\\t${'x'.repeat(99)}"`,
    `1: name: must be text without control characters, not "\\t${'x'.repeat(57)}…`,
  ],
  'a list where a mapping belongs': ['name: x\nextra: []', '2: extra: must be object, not a list'],
  'a mapping where text belongs': ['name: {}', '1: name: must be text without control characters, not a mapping'],
  'nothing where text belongs': ['name:', '1: name: must be text without control characters, not nothing'],
  'an empty list': ['name: x\nvisits: []', '2: visits: must not be empty'],
  'something that is there twice': ['name: x\nvisits:\n  - a\n  - b\n  - a', '5: visits[2]: is there twice'],
  'a list at the top': ['- name', '1: must be a mapping with name and visits, not a list'],
}

for (const [what, [text, sentence]] of Object.entries(refused)) {
  t.test(`refuses ${what}`, async (t) => {
    const document = await written(text)
    await t.rejects(checkAgainst(schema, document), { name: 'UsageError', message: `${document.file}:${sentence}` })
  })
}

t.test('accepts what is as it should be', async () => {
  await checkAgainst(schema, await written('name: x\nvisits: [a, {date: 2024-02-29}]\nstanding: {v1: warn}'))
})

async function written(text: string) {
  const file = join(folder, 'written.yaml')
  writeFileSync(file, text)
  return readYaml(file)
}
