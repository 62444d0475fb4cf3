import type { FoundComponent } from './component-list.ts'
import { mostBytesOfOne, refusal } from './refusal.ts'
import { spdxContent } from './spdx-content.ts'
import { spdxClaims, spdxSupplier, spdxType } from './spdx-licences.ts'
import type { Reader } from './reader.ts'

/** The section that a line belongs to; a tag of the left column begins one. */
type Section = 'document' | 'package' | 'licence' | 'other'
const beginnings: Readonly<Record<string, Section>> = {
  PackageName: 'package',
  LicenseID: 'licence',
  FileName: 'other',
  SnippetSPDXID: 'other',
  AnnotationDate: 'other',
}

interface OpenPackage {
  readonly line: number
  readonly name: string
  readonly tags: Map<string, string>
  readonly hashes: { readonly algorithm: string; readonly value: string }[]
  purl?: string
}

/**
 * Reads SPDX 2.2 and 2.3 in tag-value form: a tag, a colon and a value a line; a value in `<text>` goes over several. No
 * package on npm reads it.
 */
export function readTagValue(file: string): Reader {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const document = new Map<string, string>()
  const creators: string[] = []
  const described: string[] = []
  const packages: { readonly ref: string; readonly found: FoundComponent }[] = []
  const licenceNames = new Map<string, string>()
  let rest = ''
  let line = 0
  let section: Section = 'document'
  let open: OpenPackage | undefined
  let licenceId = ''
  /** Within <text>: the tag, and whether its value is wanted. */
  let text: { readonly tag: string; readonly line: number; bytes: number } | undefined

  const wrong = (why: string) => refusal(file, `line ${line}`, why)

  function closePackage(): void {
    if (!open) return
    const { tags, hashes, purl } = open
    const ref = tags.get('SPDXID') ?? ''
    packages.push({
      ref,
      found: {
        at: `line ${open.line}`,
        ref,
        type: spdxType(tags.get('PrimaryPackagePurpose')),
        name: open.name,
        version: tags.get('PackageVersion'),
        purl,
        licences: spdxClaims(tags.get('PackageLicenseConcluded'), tags.get('PackageLicenseDeclared')),
        supplier: spdxSupplier(tags.get('PackageSupplier')),
        hashes,
      },
    })
    open = undefined
  }

  function take(raw: string): void {
    line++
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (text) {
      text.bytes += content.length
      if (text.bytes > mostBytesOfOne) throw refusal(file, `line ${text.line}`, tooLong)
      if (content.includes('</text>')) text = undefined
      return
    }
    if (content.trim() === '' || content.startsWith('#')) return
    const colon = content.indexOf(':')
    const tag = content.slice(0, Math.max(0, colon)).trim()
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(tag)) throw wrong('it is none of the form Tag: value')
    const value = content.slice(colon + 1).trim()
    if (value.startsWith('<text>') && !value.includes('</text>')) text = { tag, line, bytes: 0 }
    handle(tag, value.replace(/^<text>(.*)<\/text>$/, '$1'))
  }

  function handle(tag: string, value: string): void {
    if (Object.hasOwn(beginnings, tag)) {
      closePackage()
      section = beginnings[tag] ?? 'other'
      if (tag === 'PackageName') open = { line, name: value, tags: new Map(), hashes: [] }
      if (tag === 'LicenseID') licenceId = value
      return
    }
    if (tag === 'Creator') creators.push(value)
    else if (tag === 'Relationship') {
      const [from = '', kind, to = ''] = value.split(/\s+/)
      if (kind === 'DESCRIBES') described.push(to)
      if (kind === 'DESCRIBED_BY') described.push(from)
    } else if (section === 'document') once(document, tag, value, ['SPDXVersion', 'Created', 'SPDXID', 'DocumentName'])
    else if (section === 'licence' && tag === 'LicenseName' && value !== 'NOASSERTION') {
      licenceNames.set(licenceId, value)
    } else if (section === 'package' && open) ofPackage(open, tag, value)
  }

  function ofPackage(one: OpenPackage, tag: string, value: string): void {
    if (tag === 'PackageChecksum') {
      const [, algorithm = '', sum = ''] = /^(\w[\w-]*):\s*(\S+)$/.exec(value) ?? []
      one.hashes.push({ algorithm, value: sum })
    } else if (tag === 'ExternalRef') {
      const [, purl] = /^\S+\s+(?:\S*\/)?purl\s+(\S+)$/.exec(value) ?? []
      if (purl !== undefined) one.purl ??= purl
    } else {
      once(one.tags, tag, value, [
        'SPDXID',
        'PackageVersion',
        'PackageSupplier',
        'PackageLicenseConcluded',
        'PackageLicenseDeclared',
        'PrimaryPackagePurpose',
      ])
    }
  }

  function once(tags: Map<string, string>, tag: string, value: string, wanted: readonly string[]): void {
    if (!wanted.includes(tag)) return
    if (tags.has(tag)) throw wrong(`the tag ${tag} is there twice`)
    tags.set(tag, value)
  }

  function decode(bytes?: Uint8Array): string {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw wrong('it is not text in UTF-8')
    }
  }

  return {
    write(bytes) {
      const lines = (rest + decode(bytes)).split('\n')
      rest = lines.pop() ?? ''
      for (const one of lines) take(one)
      if (rest.length > mostBytesOfOne) throw refusal(file, `line ${line + 1}`, tooLong)
    },
    end() {
      rest += decode()
      if (rest !== '') take(rest)
      if (text) throw refusal(file, `line ${text.line}`, 'its <text> has no end; was the file cut off?')
      closePackage()
      return spdxContent(file, {
        version: document.get('SPDXVersion') ?? '',
        name: document.get('DocumentName'),
        createdAt: document.get('Created') ?? null,
        creators,
        described,
        packages,
        licenceNames,
      })
    },
  }
}

const tooLong = `a text has more than ${mostBytesOfOne / 2 ** 20} MiB`
