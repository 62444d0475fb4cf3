import { ProbeError } from '../../../src/fact.ts'
import { resultFiles } from '../import/result-files.ts'
import type { TestRun } from '../results.ts'
import type { UnpackedFiles } from './unpack-results.ts'

/**
 * The runs that the pod's files tell of, a part each.
 *
 * @param serverVersion of the cluster; also of the tests, where the image does not tell its own
 * @throws ProbeError `dependency` where a part has left no results
 */
export async function runsOf(
  files: UnpackedFiles,
  serverVersion: string,
  leftovers: readonly string[],
): Promise<readonly TestRun[]> {
  const said = files.get('version')?.toString('utf8').trim() ?? ''
  const testsVersion = /^v\d/.test(said) ? said : serverVersion
  const folders = [...files.keys()].flatMap((path) => (path.includes('/') ? (path.split('/')[0] ?? []) : []))
  const exits = new Map((files.get('exits')?.toString('utf8') ?? '').split('\n').map((line) => split(line)))
  const runs: TestRun[] = []
  const troubles = [...leftovers]
  for (const folder of [...new Set([...folders, ...exits.keys()])].filter(Boolean).toSorted()) {
    const of = [...files].filter(([path]) => path.startsWith(`${folder}/`))
    if (!of.some(([path]) => path.endsWith('.xml'))) {
      troubles.push(`the ${folder} part ended with exit code ${exits.get(folder) ?? 'unknown'} and without results`)
      continue
    }
    const part = resultFiles(`this run, ${folder} part`)
    for (const [path, content] of of) part.add(path, path.endsWith('.xml') ? 'junit' : 'log', content)
    runs.push(...(await part.runs()))
  }
  if (runs.length === 0) {
    const how = troubles.join('; ') || 'the pod of the e2e tests has left no results'
    throw new ProbeError('dependency', `${how}; is it a conformance image? Its e2e.log is kept with --output`)
  }
  return runs.map((run, index) => ({
    ...run,
    testsVersion: run.testsVersion ?? testsVersion,
    serverVersion: run.serverVersion ?? serverVersion,
    troubles: index === 0 ? [...run.troubles, ...troubles] : run.troubles,
  }))
}

/** `serial 137` */
function split(line: string): [string, string] {
  const [part = '', code = ''] = line.trim().split(' ')
  return [part, code]
}
