const hidden = '(the following has been redacted)'

/** Everything of a report of today that names neither machines nor people. */
const publicKeys = ['checked_at', 'reference_date', 'subject', 'uuid'] as const
/** Names, or what has a name. */
const namedKeys = ['spec', 'creator', 'scope'] as const
const nameKeys = ['uuid', 'name', 'url', 'version'] as const
const publicRunKeys = ['uuid', 'sections', 'forced_version', 'forced_tests'] as const
const publicInvocationKeys = ['id', 'rc'] as const
/** How many lines of each kind the output has; whatever else stands there may be the lines. */
const countKeys = ['critical', 'error', 'warning', 'info'] as const

/**
 * What anybody may see of an official report. Of the output of scripts the same lines as in the official monitor: results, and
 * what begins with WARNING or ERROR. Command lines and assignments, which it shows, and whatever it does not know, are left out.
 */
export function redactOfficial(document: unknown): unknown {
  const report = asRecord(document)
  const run = asRecord(report['run'])
  return {
    ...picked(report, [...publicKeys, ...namedKeys]),
    ...Object.fromEntries(
      namedKeys.flatMap((key) => (isMapping(report[key]) ? [[key, picked(asRecord(report[key]), nameKeys)]] : [])),
    ),
    ...('run' in report
      ? { run: { ...picked(run, publicRunKeys), invocations: mapValues(run['invocations'], redactInvocation) } }
      : {}),
    ...('tests' in report ? { tests: mapValues(report['tests'], (test) => picked(asRecord(test), ['result'])) } : {}),
  }
}

function redactInvocation(value: unknown): object {
  const invocation = asRecord(value)
  const stdout = shown(invocation['stdout'], (line) => /: (PASS|ABORT|FAIL)$/.test(line))
  const stderr = shown(invocation['stderr'], (line) => /^(WARNIN|ERROR:)/.test(line))
  return {
    ...picked(invocation, publicInvocationKeys),
    ...picked(
      invocation,
      countKeys.filter((key) => typeof invocation[key] === 'number'),
    ),
    results: picked(asRecord(invocation['results']), Object.keys(asRecord(invocation['results']))),
    stdout: stdout.lines,
    stderr: stderr.lines,
    ...(stdout.hides || stderr.hides ? { redacted: true } : {}),
  }
}

function shown(
  value: unknown,
  isPublic: (line: string) => boolean,
): { readonly lines: string[]; readonly hides: boolean } {
  const all: readonly unknown[] = Array.isArray(value) ? value : []
  const lines = all.filter((line): line is string => typeof line === 'string' && isPublic(line))
  const hides = lines.length < all.length
  return { lines: hides ? [hidden, ...lines] : lines, hides }
}

/** Only what is plain: what is nested holds anything. */
function picked(record: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    keys.flatMap((key) => (Object.hasOwn(record, key) && isPlain(record[key]) ? [[key, record[key]]] : [])),
  )
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((one) => typeof one === 'string')
    : typeof value !== 'object' || value === null
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapValues(value: unknown, map: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([key, one]) => [key, map(one)]))
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? { ...(value as object) } : {}
}
