import type { FastifyInstance } from 'fastify'
import { accountOf } from '../access.ts'
import type { Context } from '../context.ts'
import { contentTypes, type ContentType } from '../intake/received.ts'
import { detail, login } from './schemas.ts'

/** `POST /reports`: the protocol of the official monitor; our own JSON and bundles too. */
export function intakeRoute(app: FastifyInstance, { take }: Context): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser([...contentTypes], { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post<{ Body: Buffer | undefined }>(
    '/reports',
    {
      config: { access: 'account' },
      schema: {
        summary: 'Hand in reports: all of them are kept, or none',
        description:
          'The armored signature of ssh-keygen -Y sign -n report, an ampersand, and YAML documents or one JSON document, each an official report or one of scs-conformance; or a signed evidence bundle as it is.',
        security: login,
        consumes: [...contentTypes],
        response: {
          200: {
            type: 'object',
            properties: {
              reports: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    uuid: { type: 'string' },
                    subject: { type: 'string' },
                    scopeuuid: { type: 'string' },
                    results: { type: 'integer' },
                  },
                },
              },
            },
          },
          401: {
            ...detail,
            description: 'No login, no valid signature, or another subject than the account may submit for.',
          },
          409: { ...detail, description: 'A report with this uuid is there already.' },
          413: detail,
          415: detail,
          422: { ...detail, description: 'Signed, but no report, or one from the future.' },
          429: detail,
          503: detail,
          507: detail,
        },
      },
    },
    async (request) => {
      const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() as ContentType // others get no further
      return { reports: await take(accountOf(request), type, request.body ?? Buffer.alloc(0)) }
    },
  )
}
