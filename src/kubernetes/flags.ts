/** Flags of one process by name, without dashes; a flag without a value is `true`, one that is set to nothing is absent. */
export type Flags = Readonly<Record<string, string>>

/** Reads the words of a command line. Known flags only: others may hold what is nobody's business. */
export function flagsOfCommand(words: readonly string[], known: ReadonlySet<string>): Flags {
  // A command that is handed to a shell is one word with spaces.
  const single = words.flatMap((word) => (/\s--/.test(word) ? word.trim().split(/\s+/) : [word]))
  return collect(
    single.flatMap((word, index): [string, string][] => {
      const [, name, value] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word) ?? []
      if (name === undefined) return []
      const next = single[index + 1]
      return [[name, value ?? (next === undefined || next.startsWith('-') ? 'true' : next)]]
    }),
    known,
  )
}

/**
 * Reads the lines of `/flagz`: name and value, lists in brackets. What stands between them is drawn by lot when a server
 * starts (`=`, `:`, a blank), so that nobody relies on it.
 */
export function flagsOfLines(text: string, known: ReadonlySet<string>): Flags {
  return collect(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, value = ''] = /^([a-z][a-z0-9-]*)(?:[=:]\s*|\s+)(.*)$/.exec(line.trim()) ?? []
      return name === undefined ? [] : [[name, value.replace(/^\[(.*)\]$/, '$1')]]
    }),
    known,
  )
}

/** Reads environment variables such as ETCD_CLIENT_CERT_AUTH. */
export function flagsOfEnvironment(
  variables: readonly { readonly name: string; readonly value?: string }[],
  prefix: string,
  known: ReadonlySet<string>,
): Flags {
  const own = variables.filter(({ name }) => name.startsWith(prefix))
  return collect(
    own.map(({ name, value = '' }) => [name.slice(prefix.length).toLowerCase(), value]),
    known,
  )
}

/** Names with underscores mean the same; of a flag given twice the last one counts. */
function collect(pairs: readonly (readonly [string, string])[], known: ReadonlySet<string>): Flags {
  const flags: Record<string, string> = {}
  for (const [written, value] of pairs) {
    const name = written.replaceAll('_', '-')
    if (!known.has(name)) continue
    const plain = value.replace(/^(["'])(.*)\1$/s, '$2')
    if (plain === '') delete flags[name]
    else flags[name] = plain
  }
  return flags
}
