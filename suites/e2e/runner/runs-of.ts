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
  const folders = [
    ...new Set([...files.keys()].filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? '')),
  ]
  if (folders.length === 0) {
    throw new ProbeError('dependency', 'the pod of the e2e tests has left no results; is it a conformance image?')
  }
  const runs: TestRun[] = []
  for (const folder of folders.toSorted()) {
    const part = resultFiles(`this run, ${folder} part`)
    for (const [path, content] of files) {
      if (path.startsWith(`${folder}/`)) part.add(path, path.endsWith('.xml') ? 'junit' : 'log', content)
    }
    runs.push(...(await part.runs()))
  }
  return runs.map((run, index) => ({
    ...run,
    testsVersion: run.testsVersion ?? testsVersion,
    serverVersion: run.serverVersion ?? serverVersion,
    troubles: index === 0 ? [...run.troubles, ...leftovers] : run.troubles,
  }))
}
