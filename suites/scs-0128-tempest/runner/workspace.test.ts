import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { filesIn, logOf } from './workspace.ts'

t.test('the end of a long log begins with a whole line: half a password would not be taken out', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'scs-workspace-'))
  t.teardown(() => rm(folder, { recursive: true }))
  t.equal(await logOf(folder), null)
  await writeFile(filesIn(folder).log, 'password=cAnary-of-the-mine\nthe end\n')
  t.equal(await logOf(folder), 'password=cAnary-of-the-mine\nthe end\n')
  t.equal(await logOf(folder, 20), 'the end\n')
})
