/** What the script of guest/guest-script.ts told about the virtual machine it ran on; null for what it did not (yet) tell. */
export interface Told {
  /** Kernel and architecture: `Linux 6.1.0-13-cloud-amd64 x86_64`. */
  readonly system: string | null
  /** Content of /proc/sys/kernel/random/entropy_avail, a number. */
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
 * does not match, or not with what it should tell, and of those that do the first is taken. Null where there is none.
 */
export function readConsole(text: string, runId: string): Told | null {
  const lines = new Map<string, string>()
  for (const [, id, name = '', value = ''] of text.matchAll(/\[scs-0101 ([0-9a-f]+) ([a-z-]+)=([\w.:, /()-]*)\]/g))
    if (id === runId && !lines.has(name) && (shapes[name] ?? anything).test(value.trim())) lines.set(name, value.trim())
  if (lines.size === 0) return null
  const line = (name: string) => lines.get(name) ?? null
  const [failures, blocks] = [line('fips-failures'), line('fips-blocks')]
  return {
    system: line('begin'),
    entropyAvail: line('entropy-avail'),
    rngAvailable: line('rng-available'),
    rngCurrent: line('rng-current'),
    rngd: line('rngd'),
    fips:
      failures !== null && blocks !== null
        ? { method: line('fips-method') ?? 'unknown', failures: Number(failures), blocks: Number(blocks) }
        : null,
    fipsError: line('fips-error'),
    ended: lines.has('end'),
  }
}

const anything = /^/
/** What decides a verdict must be what it should be: an error of `cat` is no number of bits. */
const shapes: Readonly<Record<string, RegExp>> = {
  'entropy-avail': /^\d+$/,
  'fips-failures': /^\d+$/,
  'fips-blocks': /^\d+$/,
  rngd: /^(running|installed|absent)$/,
}
