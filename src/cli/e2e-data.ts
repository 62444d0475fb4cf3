import { join } from 'node:path'
import type { E2eException } from '../../suites/e2e/exceptions.ts'
import type { RequiredTests } from '../../suites/e2e/required-tests.ts'
import { bundledFolder } from '../bundled-data.ts'
import { checkAgainst } from '../schema-check.ts'
import { readYaml } from '../yaml-document.ts'

// The bundled data on e2e tests. A file of the user's own in its place is held against the same schema.

const text = { type: 'string', minLength: 1 }
const list = (items: object) => ({ type: 'array', items })
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
})

const groups = list(object({ minors: list({ type: 'string', pattern: String.raw`^\d+\.\d+$` }), names: list(text) }))

const requiredTestsSchema = object({
  format: { const: 'scs-conformance-required-tests/1' },
  collectedAt: { type: 'string', format: 'date' },
  releases: { type: 'object', minProperties: 1, additionalProperties: text },
  conformance: groups,
  networkPolicy: groups,
})

const exceptionsSchema = object({
  asOf: { type: 'string', format: 'date' },
  exceptions: list(
    object({ regex: { ...text, format: 'regex' }, reason: text, source: { type: 'string', format: 'uri' } }),
  ),
})

/** @throws UsageError for a file that is not in the form of the bundled one */
export async function loadRequiredTests(
  file: string = join(bundledFolder, 'data/conformance/required-tests.json'),
): Promise<RequiredTests> {
  const document = await readYaml(file)
  await checkAgainst(requiredTestsSchema, document)
  return document.data as RequiredTests // as the schema says
}

/** @throws UsageError for a file that is not in the form of the bundled one */
export async function loadExceptions(
  file: string = join(bundledFolder, 'data/e2e-exceptions.yaml'),
): Promise<readonly E2eException[]> {
  const document = await readYaml(file)
  await checkAgainst(exceptionsSchema, document)
  return (document.data as { readonly exceptions: readonly E2eException[] }).exceptions // as the schema says
}
