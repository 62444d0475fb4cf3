import { UsageError } from '../usage-error.ts'

/**
 * Puts values in the place of `${NAME}` in a template, as clusterctl does: `${NAME:-default}` and `${NAME:=default}` where
 * there is none or an empty one, `${NAME-default}` and `${NAME=default}` where there is none, `$$` for a dollar sign.
 * Anything else with a dollar sign (`$(command)`, `$1`, `$NAME`) is left as it is, also in lines that are comments.
 * @throws UsageError that names file, line and variable where a value is missing, or would break the line.
 */
export function fillTemplate(file: string, template: string, values: Readonly<Record<string, string>>): string {
  return template
    .split('\n')
    .map((line, index) => {
      if (/^\s*#/.test(line)) return line
      return line.replaceAll(variable, (whole, name: string | undefined, operator: string | undefined, other = '') => {
        if (whole === '$$') return '$'
        const value = Object.hasOwn(values, name ?? '') ? values[name ?? ''] : undefined
        const isMissing = value === undefined || (value === '' && operator?.startsWith(':') === true)
        if (isMissing && operator !== undefined) return String(other)
        const place = `${file}:${index + 1}: \${${name}}`
        if (value === undefined) throw new UsageError(`${place} has no value; give it under 'variables'`)
        if (!/[\r\n]/.test(value)) return value
        throw new UsageError(`${place} has a value of several lines; encode it, with 'base64: true'`)
      })
    })
    .join('\n')
}

const variable = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-=])([^}]*))?\}/g
