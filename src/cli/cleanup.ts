import type { CleanupOptions } from '../options.ts'
import { openLedgers } from '../ledger-folder.ts'
import type { Redactor } from '../redact.ts'
import { sweep, type Remnant, type Swept } from '../sweep.ts'
import { UsageError } from '../usage-error.ts'
import { onInterrupt } from './interrupt.ts'
import { oneLine } from './one-line.ts'
import { openPlaces } from './places.ts'
import { gatherRemnants, type Remnants } from './remnants.ts'
import { table } from './table.ts'

/**
 * `cleanup`: shows what ended runs have left on clouds and clusters, and deletes it with --yes. 0 where nothing is left
 * but what may be at work, or it was only shown; 2 where something could not be deleted or looked for.
 */
export async function cleanup(options: CleanupOptions, redactor: Redactor): Promise<number> {
  const { run, allRuns = false } = options
  if (run !== undefined && !/^[0-9a-f]{8}$/.test(run)) {
    throw new UsageError(`--run ${run}: a run id is eight hexadecimal digits, as in scs-conformance-1f2e3d4c-…`)
  }
  const interrupt = onInterrupt('ending after the deletion that is under way')
  const say = (text: string) => process.stdout.write(`${oneLine(redactor.redact(text))}\n`)
  const ledgers = await openLedgers(process.env)
  const places = await openPlaces(options, ledgers, redactor)
  try {
    const onLine = (line: string) => void process.stderr.write(`${oneLine(redactor.redact(line))}\n`)
    const gathered = await gatherRemnants(ledgers, places, {
      redactor,
      onLine,
      allRuns,
      ...(run === undefined ? {} : { run }),
    })
    const unseen = [...places.unseen, ...gathered.unseen]
    const { remnants, kept } = { ...gathered, remnants: gathered.remnants.toSorted((a, b) => a.rank - b.rank) }
    const acts = options.yes === true
    const swept = acts
      ? await sweep(remnants, {
          signal: interrupt.signal,
          onSwept: (one) => (options.json ? undefined : say(line(one))),
        })
      : []
    if (options.json) {
      process.stdout.write(
        redactor.redact(`${JSON.stringify(asJson(acts, { remnants, kept, unseen }, swept), null, 2)}\n`),
      )
    } else {
      if (!acts) show(remnants, say)
      for (const { runId, kind, name, why } of kept) say(`kept: ${kind} ${name} of run ${runId}: ${why}`)
      for (const sentence of unseen) say(`not looked for: ${sentence}`)
      say(summary(acts, remnants, swept, places.count, options))
    }
    if (interrupt.happened) return 130
    const isDone = swept.every(({ outcome }) => outcome === 'gone') && !kept.some(({ wanted }) => wanted)
    return unseen.length === 0 && isDone ? 0 : 2
  } finally {
    await places.close()
    interrupt.release()
  }
}

function show(remnants: readonly Remnant[], say: (text: string) => void): void {
  const rows = remnants.map(({ kind, name, where, runId, foundBy }) => [
    'would delete',
    kind,
    name,
    where,
    foundBy === 'ledger' ? `written down by run ${runId}` : `found by its name`,
  ])
  for (const row of table(rows).split('\n').filter(Boolean)) say(row)
}

function line({ remnant: { kind, name, where }, outcome, message }: Swept): string {
  return `${outcome}: ${kind} ${name} (${where})${message === undefined ? '' : `: ${message}`}`
}

function summary(
  acts: boolean,
  remnants: readonly Remnant[],
  swept: readonly Swept[],
  places: number,
  options: CleanupOptions,
): string {
  if (remnants.length === 0) {
    const where = places === 0 ? '; to look by name, say where: --os-cloud NAME, --kubeconfig FILE' : ''
    return `nothing to delete${where}`
  }
  if (!acts) {
    return `${remnants.length} to delete; nothing was deleted yet: ${command(options)} --yes`
  }
  const left = swept.filter(({ outcome }) => outcome !== 'gone').length
  return left === 0 ? `${swept.length} deleted` : `${swept.length - left} deleted, ${left} left`
}

/** The same call again, as it can be pasted. */
function command({ osCloud, kubeconfig = [], context, run, allRuns }: CleanupOptions): string {
  const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)
  const named = (option: string, value: string | undefined) => (value === undefined ? [] : [option, quoted(value)])
  return [
    'scs-conformance cleanup',
    ...named('--os-cloud', osCloud),
    ...kubeconfig.flatMap((file) => named('--kubeconfig', file)),
    ...named('--context', context),
    ...named('--run', run),
    ...(allRuns ? ['--all-runs'] : []),
  ].join(' ')
}

function asJson(acts: boolean, { remnants, kept, unseen }: Remnants, swept: readonly Swept[]): object {
  const outcomes = new Map(swept.map((one) => [one.remnant, one]))
  return {
    format: 'scs-conformance-cleanup/1',
    dryRun: !acts,
    resources: remnants.map((remnant) => {
      const { runId: run, kind, name, id, where, foundBy } = remnant
      const { outcome = 'would delete', message } = outcomes.get(remnant) ?? {}
      return { run, kind, name, id, where, foundBy, outcome, ...(message === undefined ? {} : { message }) }
    }),
    kept: kept.map(({ runId: run, kind, name, why }) => ({ run, kind, name, why })),
    notLookedFor: unseen,
  }
}
