import { Document, type ScalarTag } from 'yaml'

/**
 * YAML that means the same to PyYAML (1.1) and ruamel (1.2), which both read a report; they differ on unquoted
 * `yes`, `=`, `<<` and `0o7`.
 */
export function officialYaml(document: object): string {
  const yaml = new Document(document, {
    version: '1.1',
    customTags: (tags) => [timestampTag, ...tags.filter((tag) => typeof tag === 'string' || tag.tag !== mergeTag)],
  })
  const text = yaml.toString({
    lineWidth: 0,
    directives: false,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
  })
  return `---\n${text.replace(unseen, escaped)}`
}

// The library leaves these raw. They can only be in texts, which are all quoted.
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu

function escaped(char: string): string {
  return `\\U${char.codePointAt(0)?.toString(16).padStart(8, '0')}`
}

/** Written unquoted: a date, or, as the official tools have it, a time without a zone; ours is UTC. */
export class Timestamp {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const timestampTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:timestamp',
  default: true,
  identify: (value) => value instanceof Timestamp,
  resolve: (text) => text,
  stringify: ({ value }) => (value instanceof Timestamp ? value.text : ''),
}

// Writes a text `<<` unquoted.
const mergeTag = 'tag:yaml.org,2002:merge'
