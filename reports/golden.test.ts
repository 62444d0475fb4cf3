import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { sample, sampleText } from './golden/sample.ts'
import { formats } from './index.ts'
import { validateReport } from './validate.ts'

t.equal(validateReport(sample), null, 'the sample keeps to the schema')

t.test('every format writes the sample as it always did', async (t) => {
  for (const [name, load] of Object.entries(formats)) {
    const format = await load()
    // The record of a report is the report.
    const file = name === 'json' ? 'sample.report.json' : `sample${format.extension}`
    const path = new URL(`golden/${file}`, import.meta.url)
    const rendered = format.render(sample)
    if (process.env['UPDATE']) writeFileSync(path, rendered)
    t.equal(rendered, readFileSync(path, 'utf8'), `${name} → golden/${file}`)
    t.equal(format.name, name, 'it goes by its own name')
  }
})

t.test('no format lets a raw control character or a bidirectional override through', async (t) => {
  t.match(sampleText, '\\u001b[31m', 'the sample has them')
  for (const [name, load] of Object.entries(formats)) {
    // oxlint-disable-next-line no-control-regex
    t.notMatch((await load()).render(sample), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/, name)
  }
})
