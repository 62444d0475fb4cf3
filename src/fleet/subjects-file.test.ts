import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readSubjects } from './subjects-file.ts'

const home = mkdtempSync(join(tmpdir(), 'scs-subjects-'))
t.teardown(() => rmSync(home, { recursive: true }))
writeFileSync(join(home, 'waivers.yaml'), '')

function read(text: string) {
  const file = join(home, 'subjects.yaml')
  writeFileSync(file, text)
  return readSubjects(file)
}

t.test('templates lie under what a subject says itself, and {subject} is its name', async (t) => {
  const { subjects, workers, presets } = await read(`
templates:
  base: { cloud: "{subject}-admin", layer: iaas, timeoutS: 60, waivers: waivers.yaml }
  long: { timeoutS: 600 }
subjects:
  one: { templates: [base, long], kubeconfigs: ["{subject}/config"], scopes: [scs-compatible-iaas, ./mine.yaml] }
  two: { templates: [long, base], cloud: other }
  three:
presets: { night: { subjects: [one], workers: 3 } }
workers: 7
`)
  t.match(subjects.get('one'), {
    cloud: 'one-admin',
    layer: 'iaas',
    timeoutS: 600,
    waivers: join(home, 'waivers.yaml'),
    kubeconfigs: [join(home, 'one/config')],
    scopes: ['scs-compatible-iaas', join(home, 'mine.yaml')],
  })
  t.match(subjects.get('two'), { cloud: 'other', timeoutS: 60, readOnly: false })
  t.match(subjects.get('three'), { name: 'three', groups: [], sections: [] })
  t.equal(workers, 7)
  t.same(presets.get('night'), { subjects: ['one'], workers: 3 })
})

t.test('attestations, whose count, and a history need not be there yet', async (t) => {
  const { subjects } = await read(`
templates: { signed: { attestations: ["attestations/{subject}", "*.yaml"], allowedSigners: waivers.yaml, history: "kept/{subject}" } }
subjects: { one: { templates: [signed] } }
`)
  t.match(subjects.get('one'), {
    attestations: [join(home, 'attestations/one'), join(home, '*.yaml')],
    allowedSigners: join(home, 'waivers.yaml'),
    history: join(home, 'kept/one'),
  })
})

for (const [text, message] of [
  [
    'subjects: { a: { attestations: [x] } }',
    /subjects\.a\.attestations: count for nothing by themselves; .*allowedSigners/,
  ],
  ['subjects: { a: { allowedSigners: none } }', /subjects\.a\.allowedSigners: \S+none does not exist/],
  ['subjects: {}', /subjects: .*/],
  ['subjects: { a: { clout: x } }', /subjects\.a\.clout: unknown key \(did you mean cloud\?\)/],
  ['subjects: { ../a: {} }', /subjects.*letters, digits/],
  ['subjects: { a: { templates: [b] } }', /subjects\.a\.templates\[0\]: there is no template b/],
  ['templates: { b: { templates: [c] } }\nsubjects: { a: }', /templates\.b\.templates: a template takes no templates/],
  ['subjects: { a: { waivers: none.yaml } }', /subjects\.a\.waivers: \S+none\.yaml does not exist/],
  ['subjects: { a: { imports: [none.xml] } }', /subjects\.a\.imports: \S+none\.xml does not exist/],
  ['subjects: { a: { cluster: x } }', /subjects\.a\.cluster: names a cluster of a provision file/],
  ['subjects: { a: { provision: waivers.yaml, kubeconfigs: [x] } }', /subjects\.a\.provision: makes the cluster/],
  ['subjects: { a: { sections: [{ run: [x], on: caturday }] } }', /subjects\.a\.sections: caturday is no day/],
  [
    'subjects: { a: { sections: [{ run: [x], on: "99 * * * *" }] } }',
    /sections: "99 \* \* \* \*" is no cron expression/,
  ],
  ['subjects: { a: }\npresets: { p: { subjects: [b] } }', /presets\.p\.subjects\[0\]: there is no subject b/],
  [
    'subjects: { a: { groups: [good] } }\npresets: { p: { groups: [goot] } }',
    /presets\.p\.groups\[0\]: .*goot \(did you mean good\?\)/,
  ],
] as const) {
  t.test(`refused: ${text.replaceAll('\n', '; ')}`, async (t) => {
    await t.rejects(read(text), message)
    await t.rejects(read(text), { message: /^\S+subjects\.yaml:\d*/, name: 'UsageError' })
  })
}
