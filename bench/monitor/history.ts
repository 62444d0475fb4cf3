import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { expiresAt } from '../../src/certification/lifetimes.ts'
import type { Database } from '../../src/monitor/database/database.ts'
import type { ResultValue } from '../../src/monitor/database/tables.ts'
import type { Scope } from '../../src/scope.ts'
import { officialText } from '../../testbed/monitor/reports.ts'

// A history as intake would have made it, written by SQL: a report a day of each subject, in turn by each scope. Reports are made
// from some variants, so that their texts can be told in SQL; the bytes that were posted are those of one report of each variant.

const variants = 20
const dayMs = 86_400_000

export interface History {
  readonly subjects: number
  readonly days: number
  /** Milliseconds: midnight UTC of the last day. */
  readonly lastDay: number
  readonly scopes: readonly Scope[]
}

export function subjectName(index: number): string {
  return `cloud-${String(index).padStart(4, '0')}`
}

/** Which report a subject has of a day. */
export interface Which {
  /** From 0. */
  readonly day: number
  readonly subject: number
}

export function reportText(history: History, which: Which): string {
  const { scope, variant, checkedAt } = planned(history, which)
  return textOf(scope, variant, { uuid: uuidOf(which), subject: subjectName(which.subject), checkedAt })
}

export function uuidOf({ day, subject }: Which): string {
  const digits = (value: number, length: number) => value.toString(16).padStart(length, '0')
  return `${digits(day, 8)}-0000-4000-8000-${digits(subject, 12)}`
}

function planned({ days, lastDay, scopes }: History, { day, subject }: Which) {
  const scope = scopes[(day + subject) % scopes.length]
  if (!scope) throw new Error('no scopes')
  const checkedAt = new Date(lastDay - (days - 1 - day) * dayMs + subject * 1000).toISOString()
  return { scope, variant: (day * 7 + subject) % variants, checkedAt }
}

/** About one of 30 did not pass. */
function valueOf(variant: number, index: number): ResultValue {
  const turn = (index * 11 + variant * 17) % 60
  return turn === 0 ? -1 : turn === 30 ? 0 : 1
}

function resultsOf(scope: Scope, variant: number): Record<string, ResultValue> {
  return Object.fromEntries(scope.testcases.map(({ id }, index) => [id, valueOf(variant, index)]))
}

function textOf(
  scope: Scope,
  variant: number,
  by: { readonly uuid: string; readonly subject: string; readonly checkedAt: string },
): string {
  const results = resultsOf(scope, variant)
  const words = { '1': 'PASS', '0': 'ABORT', '-1': 'FAIL' } as const
  const stdout = Object.entries(results).map(([id, value]) => `${id}: ${words[value]}`)
  const stderr = Array.from({ length: 10 }, (_, line) => `INFO: ${by.subject} was asked for what it has, page ${line}`)
  return officialText({ ...by, results, scopeUuid: scope.uuid, stdout, stderr })
}

/** Writes it into an empty database. Indexes of results are made anew afterwards: that is faster than row by row. */
export async function writeHistory(database: Database, history: History, signature: string): Promise<void> {
  const run = (statement: string, ...parameters: readonly unknown[]) => {
    const parts = statement.split('?')
    const strings = Object.assign([...parts], { raw: parts }) as unknown as TemplateStringsArray
    return sql(strings, ...parameters).execute(database)
  }
  await sql`set statement_timeout = 0`.execute(database)
  await run('create unlogged table bench_variant (scope int, variant int, scope_uuid uuid, document text, body bytea)')
  await run(
    'create unlogged table bench_result (scope int, variant int, testcase text, lifetime text, result smallint)',
  )
  await run('create unlogged table bench_expiry (day int, lifetime text, expires_at timestamptz)')
  for (const [index, scope] of history.scopes.entries()) {
    for (let variant = 0; variant < variants; variant++) {
      const at = { uuid: '@uuid@', subject: '@subject@', checkedAt: '@checkedAt@' }
      const example = textOf(scope, variant, {
        uuid: uuidOf({ day: 1, subject: 1 }),
        subject: subjectName(1),
        checkedAt: new Date(0).toISOString(),
      })
      await run(
        'insert into bench_variant values (?, ?, ?, ?, ?)',
        index,
        variant,
        scope.uuid,
        textOf(scope, variant, at),
        gzipSync(example),
      )
      const results = resultsOf(scope, variant)
      await run(
        'insert into bench_result select ?, ?, * from unnest(?::text[], ?::text[], ?::text[]::smallint[])',
        index,
        variant,
        scope.testcases.map(({ id }) => id),
        scope.testcases.map(({ lifetime }) => lifetime),
        scope.testcases.map(({ id }) => String(results[id])),
      )
    }
  }
  const { days, lastDay, subjects, scopes } = history
  const lifetimes = ['day', 'week', 'month', 'quarter', 'year'] as const
  const expiries = Array.from({ length: days }, (_, day) =>
    lifetimes.map((lifetime) => ({
      day: String(day),
      lifetime,
      at: expiresAt(new Date(lastDay - (days - 1 - day) * dayMs).toISOString(), lifetime),
    })),
  ).flat()
  await run(
    'insert into bench_expiry select * from unnest(?::text[]::int[], ?::text[], ?::text[]::timestamptz[])',
    expiries.map(({ day }) => day),
    expiries.map(({ lifetime }) => lifetime),
    expiries.map(({ at }) => at),
  )
  await run('alter table result drop constraint result_report_id_fkey, drop constraint result_pkey')
  await run('drop index result_not_approved')
  for (let first = 0; first < days; first += 30) {
    const until = Math.min(first + 30, days)
    await run(
      `create unlogged table bench_report as
       select day * ${subjects} + subject + 1 as id, day, subject, (day + subject) % ${scopes.length} as scope,
         (day * 7 + subject) % ${variants} as variant, 'cloud-' || lpad(subject::text, 4, '0') as name,
         (lpad(to_hex(day), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(subject), 12, '0'))::uuid as uuid,
         to_timestamp(${lastDay / 1000} - (${days} - 1 - day) * 86400.0 + subject) as checked_at
       from generate_series(${first}, ${until - 1}) as day, generate_series(0, ${subjects - 1}) as subject`,
    )
    await run(
      `insert into submission (id, received_at, account, content_type, signature, body) overriding system value
       select id, checked_at, 'ci', 'application/x-signed-yaml', ?, body
       from bench_report join bench_variant using (scope, variant) order by id`,
      signature,
    )
    await run(
      `insert into report (id, uuid, submission_id, kind, subject, scope_uuid, checked_at, document, redaction_key) overriding system value
       select id, uuid, id, 'official', name, scope_uuid, checked_at,
         replace(replace(replace(replace(document, '@uuid@', uuid::text), '@subject@', name), '@checkedAt@',
           to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')),
           '@checkedAt', to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD'))::json,
         decode(md5(id::text) || md5(name), 'hex')
       from bench_report join bench_variant using (scope, variant) order by id`,
    )
    await run(
      `insert into result (report_id, testcase, result, checked_at, expires_at, approval)
       select id, testcase, result, checked_at, expires_at, result = 1
       from bench_report join bench_result using (scope, variant) join bench_expiry using (day, lifetime)`,
    )
    await run('drop table bench_report')
  }
  const last = Math.max(0, (days - scopes.length) * subjects)
  await run(
    `insert into standing (subject, scope_uuid, testcase, report_id, result, checked_at)
     select report.subject, report.scope_uuid, testcase, report_id, result, result.checked_at
     from result join report on report.id = result.report_id where report_id > ${last} and report.id > ${last} order by 1, 2, 3`,
  )
  await run(
    `insert into standing_change select subject, nextval('standing_marker') from (select distinct subject from standing) as one`,
  )
  await run(
    `insert into testcase_week (scope_uuid, testcase, week, part, pass, dnf, fail)
     select report.scope_uuid, testcase, date_trunc('week', result.checked_at at time zone 'UTC')::date, 0,
       count(*) filter (where result = 1), count(*) filter (where result = 0), count(*) filter (where result = -1)
     from result join report on report.id = result.report_id group by 1, 2, 3`,
  )
  await run('alter table result add constraint result_pkey primary key (report_id, testcase)')
  await run('alter table result add constraint result_report_id_fkey foreign key (report_id) references report (id)')
  await run('create index result_not_approved on result (report_id, testcase) where not approval')
  for (const table of ['submission', 'report']) {
    await run(`select setval(pg_get_serial_sequence('${table}', 'id'), ${subjects * days})`)
  }
  for (const table of ['variant', 'result', 'expiry']) await run(`drop table bench_${table}`)
  await run('vacuum analyze')
}
