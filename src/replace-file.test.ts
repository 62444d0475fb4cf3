import { execFile, execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'
import { replaceFile } from './replace-file.ts'

t.test('a file is replaced as a whole, with the permissions of the new one', async (t) => {
  const folder = t.testdir({ old: 'old' })
  replaceFile(`${folder}/old`, 'new')
  replaceFile(`${folder}/secret`, 'new', { mode: 0o600, durable: true })
  t.equal(readFileSync(`${folder}/old`, 'utf8'), 'new')
  t.equal(statSync(`${folder}/secret`).mode & 0o777, 0o600)
  t.same(readdirSync(folder).toSorted(), ['old', 'secret'])
})

t.test('where a link leads to a file, that is replaced; the link stays', async (t) => {
  const folder = t.testdir({ there: { file: 'old' } })
  symlinkSync('there/file', `${folder}/link`)
  replaceFile(`${folder}/link`, 'new')
  t.ok(lstatSync(`${folder}/link`).isSymbolicLink())
  t.equal(readFileSync(`${folder}/there/file`, 'utf8'), 'new')
  t.same(readdirSync(`${folder}/there`), ['file'])
})

t.test('a folder is refused and stays, with all that is in it', async (t) => {
  const folder = t.testdir({ full: { file: 'x' }, empty: {} })
  for (const name of ['full', 'empty']) t.throws(() => replaceFile(`${folder}/${name}`, 'new'), { code: 'EISDIR' })
  t.same(readdirSync(folder).toSorted(), ['empty', 'full'])
  t.same(readdirSync(`${folder}/full`), ['file'])
  t.throws(() => replaceFile(`${folder}/none/file`, 'new'), { code: 'ENOENT' })
})

t.test('a pipe is written into, also through a link, and stays a pipe', async (t) => {
  const folder = t.testdir()
  execFileSync('mkfifo', [`${folder}/pipe`])
  symlinkSync('pipe', `${folder}/link`)
  for (const name of ['pipe', 'link']) {
    const reader = promisify(execFile)('cat', [`${folder}/pipe`])
    replaceFile(`${folder}/${name}`, `by ${name}`)
    t.equal((await reader).stdout, `by ${name}`)
  }
  t.ok(lstatSync(`${folder}/pipe`).isFIFO())
  t.same(readdirSync(folder).toSorted(), ['link', 'pipe'])
})

t.test('a device is written into and stays a device; what it says is not hidden', async (t) => {
  const folder = t.testdir()
  try {
    // Copies: those of the machine must never be tried out.
    execFileSync('mknod', [`${folder}/null`, 'c', '1', '3'], { stdio: 'ignore' })
    execFileSync('mknod', [`${folder}/full`, 'c', '1', '7'], { stdio: 'ignore' })
    writeFileSync(`${folder}/null`, '')
  } catch {
    t.comment('only root may make devices, and not everywhere')
    return
  }
  replaceFile(`${folder}/null`, 'gone')
  t.throws(() => replaceFile(`${folder}/full`, 'new'), { code: 'ENOSPC' })
  for (const name of ['null', 'full']) t.ok(statSync(`${folder}/${name}`).isCharacterDevice(), name)
  t.same(readdirSync(folder).toSorted(), ['full', 'null'])
})
