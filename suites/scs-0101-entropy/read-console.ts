/** What the script of guest/guest-script.ts told about the virtual machine it ran on; null for what it did not (yet) tell. */
export interface Told {
  /** Kernel and architecture: `Linux 6.1.0-13-cloud-amd64 x86_64`. */
  readonly system: string | null
  /** Content of /proc/sys/kernel/random/entropy_avail, as it is. */
  readonly entropyAvail: string | null
  /** Hardware random number generators by the kernel's names: those there are, and the one in use. */
  readonly rngAvailable: string | null
  readonly rngCurrent: string | null
  /** `running`, `installed` or `absent`. */
  readonly rngd: string | null
  readonly fips: { readonly method: string; readonly failures: number; readonly blocks: number } | null
  /** Why there is no result of the FIPS test. */
  readonly fipsError: string | null
  /** The script has come to its end. */
  readonly ended: boolean
}

/**
 * Reads the lines of this run from a console's text. They are told several times: a line into which something else was written
 * does not match, and of those that do the first is taken. Null where there is none.
 */
export function readConsole(text: string, runId: string): Told | null {
  const lines = new Map<string, string>()
  for (const [, id, name = '', value = ''] of text.matchAll(/\[scs-0101 ([0-9a-f]+) ([a-z-]+)=([\w.:, /()-]*)\]/g))
    if (id === runId && !lines.has(name)) lines.set(name, value.trim())
  if (lines.size === 0) return null
  const line = (name: string) => lines.get(name) ?? null
  const [failures, blocks] = [line('fips-failures'), line('fips-blocks')]
  const known = isNumber(failures) && isNumber(blocks)
  return {
    system: line('begin'),
    entropyAvail: line('entropy-avail'),
    rngAvailable: line('rng-available'),
    rngCurrent: line('rng-current'),
    rngd: line('rngd'),
    fips: known
      ? { method: line('fips-method') ?? 'unknown', failures: Number(failures), blocks: Number(blocks) }
      : null,
    fipsError: line('fips-error'),
    ended: lines.has('end'),
  }
}

function isNumber(text: string | null): text is string {
  return text !== null && /^\d+$/.test(text)
}
