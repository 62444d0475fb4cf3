import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkAgainst } from './schema-check.ts'
import { UsageError } from './usage-error.ts'
import { digestOf, readYaml, showPath, type SourceDocument } from './yaml-document.ts'

/**
 * What standards/parsed.json holds: each YAML file beside it, parsed, with the digest of the bytes it was parsed from.
 * Parsing all that YAML takes longer than a run may wait before its first request.
 */
type Parsed = Readonly<Record<string, { readonly digest: string; readonly data: unknown }>>

/** The YAML files that come with this package. */
export interface BundledData {
  /** Undefined where there is no such file. */
  document(name: string): Promise<SourceDocument | undefined>
}

/** The folder standards/ of this package, wherever this module has been built to. */
export const bundledFolder = folderNamed('standards', import.meta.dirname)

/** Opens the bundled data. */
export async function openBundledData(folder: string = bundledFolder): Promise<BundledData> {
  const parsed = await readParsed(folder)
  return {
    async document(name) {
      const bytes = await readIfThere(join(folder, name))
      if (!bytes) return undefined
      const digest = digestOf(bytes)
      const known = Object.hasOwn(parsed, name) ? parsed[name] : undefined
      if (known?.digest === digest) return trusted(`standards/${name}`, digest, known.data)
      // Edited since: read it as if it came from outside.
      const document = await readYaml(join(folder, name))
      await checkAgainst(await bundledSchema(name.startsWith('scopes/') ? 'scope' : 'standard'), document)
      return document
    },
  }
}

/** Names of the bundled standards, `scs-0100.yaml`, or of the scopes, `scopes/scs-compatible-iaas.yaml`; sorted. */
export async function bundledNames(
  kind: 'standards' | 'scopes',
  folder: string = bundledFolder,
): Promise<readonly string[]> {
  const names = await readdir(kind === 'scopes' ? join(folder, kind) : folder)
  const yaml = names.filter((name) => name.endsWith('.yaml')).toSorted()
  return kind === 'scopes' ? yaml.map((name) => `scopes/${name}`) : yaml
}

/** A JSON Schema of this package. */
export async function bundledSchema(
  name:
    | 'scope'
    | 'official-scope'
    | 'standard'
    | 'waivers'
    | 'attestation'
    | 'domain-managers'
    | 'provider'
    | 'subjects'
    | 'notices'
    | 'four-opens',
): Promise<object> {
  return JSON.parse(await readFile(join(bundledFolder, `${name}.schema.json`), 'utf8')) as object
}

/** The text of parsed.json for the YAML files as they are now; a test holds the file against it. */
export async function renderParsed(folder: string = bundledFolder): Promise<string> {
  const names = [...(await bundledNames('standards', folder)), ...(await bundledNames('scopes', folder))]
  const lines = names.map(async (name) => {
    const { digest, data } = await readYaml(join(folder, name))
    return `${JSON.stringify(name)}: ${JSON.stringify({ digest, data })}`
  })
  return `{\n${(await Promise.all(lines)).join(',\n')}\n}\n`
}

async function readParsed(folder: string): Promise<Parsed> {
  const bytes = await readIfThere(join(folder, 'parsed.json'))
  return bytes ? (JSON.parse(bytes.toString('utf8')) as Parsed) : {}
}

function trusted(file: string, digest: string, data: unknown): SourceDocument {
  return { file, digest, data, error: (path, wrong) => new UsageError(`${file}: ${showPath(path)}: ${wrong}`) }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function folderNamed(name: string, from: string): string {
  const folder = join(from, name)
  if (existsSync(join(folder, 'parsed.json'))) return folder
  if (dirname(from) === from) throw new Error(`this package is incomplete: it has no ${name}/parsed.json`)
  return folderNamed(name, dirname(from))
}
