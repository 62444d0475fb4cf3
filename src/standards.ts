import { existsSync } from 'node:fs'
import { bundledNames, bundledSchema, openBundledData, type BundledData } from './bundled-data.ts'
import { didYouMean } from './did-you-mean.ts'
import { checkAgainst } from './schema-check.ts'
import type { Scope } from './scope.ts'
import { makeScope } from './scope-draft.ts'
import { draftOfOfficial, draftOfOwn, formatOf } from './scope-formats.ts'
import { standardOf, type Standard, type TestcaseKnowledge } from './standard.ts'
import { UsageError } from './usage-error.ts'
import { readYaml } from './yaml-document.ts'

/**
 * A scope by its id, `scs-compatible-iaas`, or from a file in our format or the official one.
 * @throws UsageError in one sentence for whatever is wrong with the id or the file.
 */
export async function loadScope(idOrPath: string): Promise<Scope> {
  if (/\/|\.(ya?ml|json)$/i.test(idOrPath)) return scopeFromFile(idOrPath)
  const bundled = await bundledScope(idOrPath)
  if (bundled) return bundled
  if (existsSync(idOrPath)) return scopeFromFile(idOrPath)
  const ids = await scopeIds()
  const meant = didYouMean(idOrPath, ids)
  throw new UsageError(
    `there is no scope ${JSON.stringify(idOrPath)}${meant}; there are ${ids.join(', ')}, or give the path of a file`,
  )
}

/** Ids of the bundled scopes. */
export async function scopeIds(): Promise<readonly string[]> {
  return (await bundledNames('scopes')).map((name) => name.slice('scopes/'.length, -'.yaml'.length))
}

/** All bundled standards, sorted by id. */
export async function loadStandards(): Promise<readonly Standard[]> {
  return readStandards(await openBundledData(), await bundledNames('standards'))
}

/** What the bundled standards know of a testcase. */
export async function findStandard(testcaseId: string): Promise<TestcaseKnowledge | undefined> {
  return standardOf(await loadStandards(), testcaseId)
}

async function bundledScope(id: string): Promise<Scope | undefined> {
  if (!/^[a-z0-9-]{1,100}$/.test(id)) return undefined // no name of a file of ours
  const data = await openBundledData()
  const document = await data.document(`scopes/${id}.yaml`)
  if (!document) return undefined
  const draft = draftOfOwn(document)
  // Only the standards it names, and those its testcases are called by: a run waits for these files.
  const names = new Set([
    ...draft.modules.flatMap(({ standard }) => (standard ? [`${standard.replace(/-v[0-9.]+$/, '')}.yaml`] : [])),
    ...draft.testcases.flatMap(({ id }) => /^scs-\d{4}(?=-)/.exec(id)?.map((standard) => `${standard}.yaml`) ?? []),
  ])
  return makeScope(draft, document, await readStandards(data, [...names]))
}

async function scopeFromFile(file: string): Promise<Scope> {
  const [document, standards] = await Promise.all([readYaml(file), loadStandards()])
  if (formatOf(document) === 'own') {
    await checkAgainst(await bundledSchema('scope'), document)
    return makeScope(draftOfOwn(document), document, standards)
  }
  await checkAgainst(await bundledSchema('official-scope'), document)
  return makeScope(draftOfOfficial(document), document, standards)
}

async function readStandards(data: BundledData, names: readonly string[]): Promise<readonly Standard[]> {
  const documents = await Promise.all(names.map((name) => data.document(name)))
  // Valid by standard.schema.json: the tests hold every bundled file against it.
  return documents.flatMap((document) => (document ? [document.data as Standard] : []))
}
