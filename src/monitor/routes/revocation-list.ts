import type { FastifyInstance } from 'fastify'
import { revocationList, revocationNamespace } from '../certificates/revocation.ts'
import { notSigned, signatureOf, signatureType } from '../certificates/sign.ts'
import type { Context } from '../context.ts'
import { detail } from './schemas.ts'

/** `/certificates/revoked`, and its signature. */
export function revocationListRoutes(app: FastifyInstance, context: Context): void {
  let newest: { readonly text: string; readonly signature: Promise<string | null> } | undefined

  app.get(
    '/certificates/revoked',
    {
      config: { access: 'public' },
      schema: {
        summary: 'The Certificate Revocation List',
        description: 'Not to be relied on after its nextUpdate. Its signature is /certificates/revoked.sig.',
      },
    },
    async (_request, reply) => reply.type('application/json').send(await revocationList(context)),
  )

  app.get(
    '/certificates/revoked.sig',
    {
      config: { access: 'public' },
      schema: {
        summary: 'The SSH signature of the list as it stands, of namespace scs-revocation-list',
        produces: ['text/plain'],
        response: { 404: detail, 503: detail },
      },
    },
    async (_request, reply) => {
      const text = await revocationList(context)
      if (newest?.text !== text) newest = { text, signature: signatureOf(context, text, revocationNamespace) }
      const { signature } = newest
      const made = await signature.catch((error: unknown) => {
        newest = undefined
        throw error
      })
      if (made === null) throw notSigned()
      return reply.type(signatureType).send(made)
    },
  )
}
