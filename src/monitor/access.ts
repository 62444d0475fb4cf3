import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayRead, type Account } from './accounts/account.ts'
import type { Authenticate } from './accounts/authenticate.ts'
import type { Role } from './database/tables.ts'
import { Refusal } from './refusal.ts'

/**
 * Who may call a route. `public`: anybody. `visitor`: anybody, but who logs in may see more. `account`: whoever has logged in; the
 * route decides by the subject in question. A role: only accounts that have it.
 */
export type Access = 'public' | 'visitor' | 'account' | Role

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; a server with one that does not is not started. */
    readonly access?: Access
  }
}

const accounts = new WeakMap<FastifyRequest, Account>()

/**
 * Lets nobody call a route who may not; after the rate was counted, before the body is read. Browsers send what was entered at `/login`
 * along with whatever pages of others ask for: what changes something is taken from our own pages and from tools only.
 *
 * @param publicUrl where anybody reaches the monitor
 */
export function guard(app: FastifyInstance, authenticate: Authenticate, publicUrl?: string): void {
  const own = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.host
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not say who may call it`)
  })
  app.addHook('preParsing', async (request, _reply, payload) => {
    const { access } = request.routeOptions.config
    if (access === undefined) return payload // there is no such route
    if (request.method !== 'GET' && isOfAnotherSite(request, own)) {
      throw new Refusal(403, 'a page of another site has sent this; nothing was done')
    }
    if (access === 'public') return payload
    if (access === 'visitor' && request.headers.authorization === undefined) return payload
    const account = await authenticate(request.headers.authorization, request.ip)
    if (access !== 'account' && access !== 'visitor' && !account.roles.has(access)) {
      throw new Refusal(401, `permission denied: ${account.name} lacks the role ${access}`)
    }
    accounts.set(request, account)
    return payload
  })
}

/** As a browser says, by Fetch Metadata, or by Origin where it has that alone; what is no browser says neither. */
function isOfAnotherSite({ headers, host }: FastifyRequest, own: string | undefined): boolean {
  const { 'sec-fetch-site': site, origin } = headers
  if (site !== undefined) return site !== 'same-origin' && site !== 'none' // none: a person, not a page
  if (origin === undefined) return false
  const from = URL.parse(origin)?.host // none of "null"
  return !from || (from !== host.toLowerCase() && from !== own)
}

/** Who has logged in for this request; undefined for a visitor who has not. */
export function visitorOf(request: FastifyRequest): Account | undefined {
  return accounts.get(request)
}

/** Who has logged in for this request. */
export function accountOf(request: FastifyRequest): Account {
  const account = visitorOf(request)
  if (!account) throw new Refusal(401, 'log in first')
  return account
}

/** @throws Refusal 401 for an account that may not see this subject; the official monitor answers so too */
export function checkRead(request: FastifyRequest, subject: string): void {
  const account = accountOf(request)
  if (!mayRead(account, subject)) {
    throw new Refusal(401, `permission denied: ${account.name} lacks the role read_any`)
  }
}
