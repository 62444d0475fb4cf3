import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ProbeError } from '../../src/fact.ts'
import { componentList, type FoundComponent } from './component-list.ts'
import type { LicenceClaim } from './model.ts'
import { mostBytesOfOne, mostDepth, refusal, supported } from './refusal.ts'
import { checkedVersion } from './versions.ts'
import type { Reader } from './reader.ts'

/** A component whose end tag has not come yet. */
interface OpenComponent {
  readonly found: { -readonly [K in keyof FoundComponent]: FoundComponent[K] }
  readonly isSubject: boolean
  readonly depth: number
  readonly claims: { readonly claim: LicenceClaim; readonly isConcluded: boolean }[]
  readonly hashes: { readonly algorithm: string; readonly value: string }[]
  readonly references: string[]
}

/**
 * Reads CycloneDX in XML, as it comes, with saxes (ISC, typed; what jsdom reads XML with). fast-xml-parser, which reads
 * smaller files here, builds the whole tree first. A document type is refused, and with it every entity but those of XML.
 */
export function readCyclonedxXml(file: string): Reader {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = new SaxesParser({ xmlns: true, position: true })
  const list = componentList(file)
  const path: string[] = []
  const open: OpenComponent[] = []
  const tools: string[] = []
  let format: string | undefined
  let namespace: string | undefined
  let createdAt: string | null = null
  let subject: FoundComponent | undefined
  let text = ''
  let attribute = ''
  let isConcluded = false
  let written = 0
  let lastEvent = 0

  const wrong = (why: string) => refusal(file, `line ${parser.line}`, why)
  const alive = () => void (lastEvent = written)

  parser.on('error', (error) => {
    throw wrong(`it is no XML: ${error.message.replace(/^.*?\d+:\d+: /, '').replace(/\.$/, '')}`)
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$|^us-ascii$/i.test(encoding)) {
      throw wrong(`it says that it is in ${encoding.slice(0, 40)}; only UTF-8 is read`)
    }
  })
  parser.on('doctype', () => {
    throw wrong('it has a document type, which may declare entities and is not read')
  })
  parser.on('opentag', (tag) => {
    alive()
    if (path.length >= mostDepth) throw wrong(`it is nested more than ${mostDepth} deep`)
    // What others add to it is in a namespace of theirs, and may have the same names.
    namespace ??= tag.uri
    path.push(tag.uri === namespace ? tag.local : `{${tag.uri}}`)
    text = ''
    begin(tag)
  })
  parser.on('text', (part) => {
    alive()
    text += part
  })
  parser.on('cdata', (part) => {
    alive()
    text += part
  })
  parser.on('closetag', () => {
    alive()
    end(text.trim())
    path.pop()
    text = ''
  })

  function begin(tag: SaxesTagNS): void {
    if (path.length === 1) {
      const [, version] = /^https?:\/\/cyclonedx\.org\/schema\/bom\/(\d+\.\d+)$/.exec(tag.uri) ?? []
      if (tag.local !== 'bom' || version === undefined) throw wrong(`it is XML, but no CycloneDX; ${supported}`)
      format = checkedVersion(file, 'line 1', 'CycloneDX', version)
    }
    const valueOf = (name: string) => tag.attributes[name]?.value
    if (path.at(-1) === 'component' && isPlaceOfComponent()) {
      open.push({
        found: { at: `line ${parser.line}`, name: '', type: valueOf('type'), ref: valueOf('bom-ref') },
        isSubject: path.length === 3 && path[1] === 'metadata',
        depth: path.length,
        claims: [],
        hashes: [],
        references: [],
      })
    }
    attribute = valueOf('alg') ?? valueOf('name') ?? ''
    if (tag.local === 'license' || tag.local === 'expression') isConcluded = valueOf('acknowledgement') === 'concluded'
  }

  /** bom/components/component, those within them, and bom/metadata/component with those within it. */
  function isPlaceOfComponent(): boolean {
    const steps = path.slice(1).join('/')
    return /^(metadata\/component(\/components\/component)*|components\/component(\/components\/component)*)$/.test(
      steps,
    )
  }

  function end(content: string): void {
    const inner = open.at(-1)
    if (inner && path.length === inner.depth) {
      open.pop()
      close(inner)
    } else if (inner) ofComponent(inner, path.slice(inner.depth).join('/'), content)
    else ofMetadata(path.slice(1).join('/'), content)
  }

  function ofComponent(one: OpenComponent, at: string, content: string): void {
    const { found, claims } = one
    switch (at) {
      case 'group':
      case 'name':
      case 'version':
      case 'purl':
        found[at] = content
        break
      case 'supplier/name':
        found.supplier = content
        break
      case 'hashes/hash':
        one.hashes.push({ algorithm: attribute, value: content })
        break
      case 'licenses/license/id':
      case 'licenses/expression':
        claims.push({ claim: { expression: content }, isConcluded })
        break
      case 'licenses/license/name':
        claims.push({ claim: { name: content }, isConcluded })
        break
      case 'properties/property':
        if (attribute === 'aquasecurity:trivy:RepoDigest') one.references.push(content)
        break
      default:
    }
  }

  function ofMetadata(at: string, content: string): void {
    if (at === 'metadata/timestamp') createdAt = content
    // Up to 1.4 tools/tool; from 1.5 on tools/components/component.
    else if (/^metadata\/tools\/(tool|components\/component|services\/service)\/name$/.test(at)) tools.push(content)
    else if (/^metadata\/tools\/(tool|components\/component|services\/service)\/version$/.test(at)) {
      const last = tools.pop()
      if (last !== undefined) tools.push(`${last} ${content}`)
    }
  }

  function close({ found, isSubject, claims, hashes, references }: OpenComponent): void {
    if (found.name === '') throw refusal(file, found.at, 'the component has no name')
    const concluded = claims.filter((one) => one.isConcluded)
    const licences = (concluded.length > 0 ? concluded : claims).map(({ claim }) => claim)
    const whole = { ...found, licences, hashes, references }
    if (isSubject) subject = whole
    else list.add(whole)
  }

  function decode(bytes?: Uint8Array): string {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (error) {
      if (error instanceof ProbeError) throw error
      throw wrong('it is not text in UTF-8')
    }
  }

  return {
    write(bytes) {
      parser.write(decode(bytes))
      written += bytes.length
      if (text.length > mostBytesOfOne || written - lastEvent > mostBytesOfOne) {
        throw wrong(`a text has more than ${mostBytesOfOne / 2 ** 20} MiB`)
      }
    },
    end() {
      parser.write(decode())
      parser.close()
      if (format === undefined) throw refusal(file, '', `it is XML, but no CycloneDX; ${supported}`)
      return {
        format,
        createdAt,
        tools,
        about: subject?.name ?? null,
        subject: subject ? list.make(subject) : null,
        components: list.components,
        licenceRefs: {},
      }
    },
  }
}
