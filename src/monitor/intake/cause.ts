import type { Report, Result } from '../../report.ts'

/** Looks of the preflight that say: these credentials do not do. */
const credentials: ReadonlySet<string> = new Set(['authentication', 'roles', 'permissions'])

/** Why a result of ours is DNF. Where the preflight was refused, it is that, whatever came of it later. */
export function causeOf({ preflight }: Report, { verdict, cause }: Result): { readonly cause?: string } {
  if (verdict !== 'DNF' || cause === undefined) return {}
  if (cause.kind === 'forbidden') return { cause: 'forbidden' }
  const isRefused = preflight.some(({ id, outcome }) => credentials.has(id) && outcome === 'failed')
  return { cause: isRefused ? 'auth' : cause.kind }
}

/** What the scripts of the official suite print where Keystone or an API server refuses who they log in as. */
const refusal = /\b(Unauthorized|Forbidden|HTTP 40[13]|MissingAuthPlugin|AuthorizationFailure|CloudConfigException)\b/

/** Testcases of those scripts of an official report that were refused: it tells causes by what they have printed only. */
export function refusedIn(document: unknown): ReadonlySet<string> {
  const { run } = document as { readonly run?: { readonly invocations?: object } }
  return new Set(
    Object.values(run?.invocations ?? {}).flatMap(
      (one: { readonly results?: object; readonly stderr?: unknown } | null) => {
        const said: unknown[] = Array.isArray(one?.stderr) ? one.stderr : []
        const isRefused = said.some((line) => typeof line === 'string' && refusal.test(line.slice(0, 2000)))
        return isRefused ? Object.keys(one?.results ?? {}) : []
      },
    ),
  )
}
