import { createHash } from 'node:crypto'

/** What a request to S3 is signed with. */
export interface S3Key {
  readonly access: string
  readonly secret: string
  /** `us-east-1` where the service has none. */
  readonly region: string
}

/** The headers of a request with AWS Signature Version 4, that of the host excepted. */
export async function signedHeaders(
  { url, method, body = '' }: { readonly url: string; readonly method: string; readonly body?: string },
  { access, secret, region }: S3Key,
): Promise<Record<string, string>> {
  const { AwsV4Signer } = await import('aws4fetch')
  const digest = createHash('sha256').update(body).digest('hex')
  const signer = new AwsV4Signer({
    url,
    method,
    headers: { 'x-amz-content-sha256': digest },
    accessKeyId: access,
    secretAccessKey: secret,
    service: 's3',
    region,
  })
  const { headers } = await signer.sign()
  return Object.fromEntries(headers)
}
