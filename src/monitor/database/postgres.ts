import { PostgresDialect, type Dialect } from 'kysely'
import { Pool } from 'pg'

const connections = 10
/** A statement that takes longer is ended: it would hold a connection that others wait for. */
const statementMs = 15_000

/**
 * Pages ask for few rows of many: a plan that starts other processes, or is compiled, costs more than it saves, and its price in
 * front of a LIMIT leads PostgreSQL to go through the reports of all where it should go through those of one subject.
 */
const forManyShortOnes = 'set max_parallel_workers_per_gather = 0; set jit = off'

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
  pool.on('connect', (client) => {
    client.on('error', () => {}) // what was being asked is told to whoever asked
    client.query(forManyShortOnes).catch(() => {}) // as above: the statement that follows fails too
  })
  return new PostgresDialect({ pool })
}
