import { statSync } from 'node:fs'
import t from 'tap'
import { makeFolder } from './make-folder.ts'

t.test('all folders of a path are made, with these permissions; what is there stays as it is', async (t) => {
  const at = t.testdir({ there: {} })
  const { mode } = statSync(`${at}/there`)
  makeFolder(`${at}/there/a/b`, 0o700)
  makeFolder(`${at}/there/a/b`)
  for (const made of ['a', 'a/b']) t.equal(statSync(`${at}/there/${made}`).mode & 0o777, 0o700)
  t.equal(statSync(`${at}/there`).mode, mode)
})

t.test('where none can be made it ends, with what the system says', async (t) => {
  const at = t.testdir({ file: '' })
  t.throws(() => makeFolder(`${at}/file/a/b`), { code: 'ENOTDIR' })
  if (process.platform === 'linux') t.throws(() => makeFolder('/proc/none/a/b'), { code: 'ENOENT' })
})
