/** What an S3 service says in an error. */
export interface S3Error {
  readonly code: string
  readonly message: string
  /** Where the signature named another region: the right one. */
  readonly region: string | null
}

/**
 * S3 errors are a document `<Error><Code>…</Code><Message>…</Message></Error>`, at times within a root of another name; what
 * else came is not read on. null where it is no S3 error.
 */
export async function errorIn(text: string): Promise<S3Error | null> {
  const document = await parse(text)
  const roots = typeof document === 'object' && document !== null ? Object.values(document) : []
  const error = [document, ...roots].map((place) => memberOf(place, 'Error')).find((found) => found !== undefined)
  if (error === undefined) return null
  const region = textOf(memberOf(error, 'Region'))
  return {
    code: textOf(memberOf(error, 'Code')),
    message: textOf(memberOf(error, 'Message')),
    region: region === '' ? null : region,
  }
}

/** The keys in a list of the objects of a bucket (`ListBucketResult`); null where it is no such list. */
export async function keysIn(text: string): Promise<readonly string[] | null> {
  const result = memberOf(await parse(text), 'ListBucketResult')
  if (result === undefined) return null
  const contents = [memberOf(result, 'Contents')].flat().filter((one) => one !== undefined)
  return contents.map((one) => textOf(memberOf(one, 'Key')))
}

async function parse(text: string): Promise<unknown> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (XMLValidator.validate(text) !== true) return undefined
  return new XMLParser({ parseTagValue: false }).parse(text) as unknown
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
