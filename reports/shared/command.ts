/** A remedy, taken apart at its shell command, which must arrive whole where somebody copies it. */
export interface Remedy {
  readonly before: string
  /** Empty where the remedy holds none. */
  readonly command: string
  readonly after: string
}

// Words as a shell reads them; a comma or a bracket that no quote holds belongs to the sentence around.
const command = /(?<![^ ])openstack(?: (?:'[^']*'|"[^"]*"|\\.|,(?=\S)|[^\s'"\\(),;])+)+/

export function remedyOf(text: string): Remedy {
  const [found = ''] = command.exec(text) ?? []
  const at = text.indexOf(found)
  const after = text.slice(at + found.length)
  // Cut short, or with a quote left open: nothing to copy.
  if (found === '' || found.endsWith('…') || !/^(?:$|[,;] | \()/.test(after))
    return { before: text, command: '', after: '' }
  return { before: text.slice(0, at).trimEnd(), command: found, after: after.replace(/^[,;]? /, '') }
}
