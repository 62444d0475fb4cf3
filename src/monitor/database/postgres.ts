import { PostgresDialect, type Dialect } from 'kysely'
import { Pool } from 'pg'

const connections = 10
/** A statement that takes longer is ended: it would hold a connection that others wait for. */
const statementMs = 15_000

/** A PostgreSQL server by its URL; what that does not say comes from PGPASSWORD, ~/.pgpass and their kin, as with psql. */
export function postgres(url: string, told: (text: string) => void): Dialect {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5000,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    application_name: 'scs-conformance serve',
  })
  // A server that is restarted ends connections, idle ones and such as are in use; the next request opens another.
  pool.on('error', (error) => told(`a connection to the database has ended (${error.message})`))
  pool.on('connect', (client) => client.on('error', () => {})) // what was being asked is told to whoever asked
  return new PostgresDialect({ pool })
}
