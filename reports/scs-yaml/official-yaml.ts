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
  return `---\n${yaml.toString({ lineWidth: 0, directives: false, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })}`
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
