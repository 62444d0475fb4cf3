import { randomUUID } from 'node:crypto'
import type { Scope } from '../scope.ts'

/**
 * How the uuids of a run's reports are made: at random; or from one that is handed in, so that a run that is done again gives reports
 * of the same uuids, of which a monitor keeps one. Then it is the UUID version 5 (RFC 9562) of `SCOPE-UUID SCOPE-ID SUBJECT` in that
 * namespace.
 */
export async function reportUuids(
  from: string | undefined,
): Promise<(scope: Pick<Scope, 'uuid' | 'id'>, subject: string) => string> {
  if (from === undefined) return () => randomUUID()
  const { v5 } = await import('uuid')
  return ({ uuid, id }, subject) => v5(`${uuid} ${id} ${subject}`, from)
}
