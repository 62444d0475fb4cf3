import { createRequire } from 'node:module'
import { isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../usage-error.ts'

/**
 * Imports a module given on the command line: a path (with a slash in front, or a script's ending), else a package that is
 * installed where the user stands or beside us. UsageError where it cannot be loaded.
 */
export async function importPlugin(option: string, name: string): Promise<object> {
  try {
    return (await import(placeOf(name))) as object
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new UsageError(`${option} ${name}: cannot be loaded: ${said}`, { cause: error })
  }
}

/** Whether there is a package of this name to load. */
export function isPackage(name: string): boolean {
  return placeOf(name) !== name
}

function placeOf(name: string): string {
  const isPath = isAbsolute(name) || /^\.{0,2}\/|\.[cm]?[jt]s$/.test(name)
  if (isPath) return pathToFileURL(resolve(name)).href
  for (const from of [join(process.cwd(), 'here.js'), import.meta.filename]) {
    try {
      return pathToFileURL(createRequire(from).resolve(name)).href
    } catch {
      // Not installed there.
    }
  }
  return name
}
