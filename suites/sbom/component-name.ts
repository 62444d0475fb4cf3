/** How a component is named: by its purl, which tells most; else by name and version. */
export function componentName(component: {
  readonly purl?: string | undefined
  readonly name: string
  readonly version?: string | undefined
}): string {
  const { purl, name, version } = component
  return purl ?? (version === undefined ? name : `${name} ${version}`)
}
