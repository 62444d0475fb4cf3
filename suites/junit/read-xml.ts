import type { ProbeError } from '../../src/fact.ts'

/** An element of XML: attributes by `@name`, text by `#text`, elements by their names. */
export type Element = Readonly<Record<string, unknown>>

/**
 * Reads the XML of a JUnit file that somebody else wrote. A document type is refused, and with it every entity but those of
 * XML itself.
 *
 * @param isList which elements are lists, also where there is one
 * @param refuse makes the error, of the reason
 */
export async function readXml(
  text: string,
  isList: (name: string) => boolean,
  refuse: (why: string) => ProbeError,
): Promise<Element> {
  // Anywhere, not only where it would count: results name tests and what they said, never these.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw refuse('it has a document type, which is not read')
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw refuse(`line ${valid.err.line}: ${valid.err.msg}`)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    parseTagValue: false,
    htmlEntities: true, // for &#39; and its like
    maxNestedTags: 16,
    isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && isList(name),
  })
  try {
    return parser.parse(text) as Element // an object, whatever the text; its parts are looked at one by one
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
}

/** '' where there is none. */
export function attribute(element: Element, name: string): string {
  const value = element[`@${name}`]
  return typeof value === 'string' ? value : ''
}
