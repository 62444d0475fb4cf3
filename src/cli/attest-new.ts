import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Evidence } from '../attestation/attestation.ts'
import { attestationTemplate } from '../attestation/template.ts'
import { didYouMean } from '../did-you-mean.ts'
import { findStandard, loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { readBytes } from './evidence-file.ts'
import { openFolder, writeOrRefuse } from './output.ts'

interface Options {
  readonly subject: string
  readonly date?: string
  readonly evidence?: readonly string[]
  readonly output: string
}

/** `attest new`: a file to fill in for each testcase. Overwrites none. */
export async function attestNew(ids: readonly string[], options: Options): Promise<number> {
  const { subject, output, date = new Date().toISOString().slice(0, 10), evidence = [] } = options
  const testcases = await Promise.all([...new Set(ids)].map((id) => knownTestcase(id)))
  openFolder(output)
  const documents = await Promise.all(evidence.map((file) => documentOf(file, output)))
  for (const testcase of testcases) {
    const path = join(output, `${testcase.id}.attestation.yaml`)
    if (existsSync(path))
      throw new UsageError(`${path} is there already; move it away, or name another folder with --output`)
    writeOrRefuse(path, attestationTemplate({ testcase, subject, date, evidence: documents }))
    process.stderr.write(`wrote ${path}\n`)
  }
  return 0
}

async function knownTestcase(id: string): Promise<NonNullable<Awaited<ReturnType<typeof findStandard>>>> {
  const known = await findStandard(id)
  if (known) return known
  const scopes = await Promise.all((await scopeIds()).map((scope) => loadScope(scope)))
  const ids = scopes.flatMap(({ testcases }) => testcases.map((testcase) => testcase.id))
  throw new UsageError(`there is no testcase ${JSON.stringify(id)}${didYouMean(id, ids)}; see 'scs-conformance list'`)
}

/** A document on the web is not fetched: its digest is in the name, URL=sha256:HEX. */
async function documentOf(named: string, folder: string): Promise<Evidence> {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) return fileOf(named, folder)
  const [, url = '', sha256 = ''] = /^(.*)=sha256:([0-9a-f]{64})$/i.exec(named) ?? []
  if (!/^https?:/i.test(url) || !URL.canParse(url)) {
    const wanted = 'https://…=sha256:HEX, with the 64 digits that sha256sum gives for it'
    const shown = JSON.stringify(named.replace(/\/\/[^/]*@/, '//…@'))
    throw new UsageError(`--evidence ${shown}: a document on the web is named as ${wanted}`)
  }
  const { href, username, password } = new URL(url)
  if (username !== '' || password !== '') {
    throw new UsageError(
      '--evidence: the URL has a user or password in it, which whoever reads the attestation would see',
    )
  }
  return { url: href, sha256: sha256.toLowerCase() }
}

async function fileOf(file: string, folder: string): Promise<Evidence> {
  const sha256 = createHash('sha256')
    .update(await readBytes(file))
    .digest('hex')
  return { file: relative(resolve(folder), resolve(file)), sha256 }
}
