import t from 'tap'
import { readConsole } from './read-console.ts'

const line = (name: string, value: string, runId = '1f2e3d4c') => `[scs-0101 ${runId} ${name}=${value}]\r\n`

t.test('lines among those of the boot', (t) => {
  const text = `[    1.2] random: crng init done\r\n[   70.4] cloud-init[513]: ${line('entropy-avail', '256')}debian login: `
  t.match(readConsole(text, '1f2e3d4c'), { entropyAvail: '256', fips: null, rngd: null, ended: false })
  t.equal(readConsole('debian login: ', '1f2e3d4c'), null)
  t.end()
})

t.test('lines of another run are no answer', (t) => {
  t.equal(readConsole(line('entropy-avail', '256', 'ffffffff'), '1f2e3d4c'), null)
  t.end()
})

t.test('a torn line is passed over for a whole one', (t) => {
  const text = `[scs-0101 1f2e3d4c entropy-av[  71.0] audit: x\r\n${line('entropy-avail', '255')}${line('end', 'ok')}`
  t.match(readConsole(text, '1f2e3d4c'), { entropyAvail: '255', ended: true })
  t.end()
})

t.test('what is no number of bits tells nothing, and is passed over for one', (t) => {
  const none = { entropyAvail: null, rngd: null, ended: true }
  const end = line('end', 'ok')
  for (const odd of ['', 'cat: /proc/sys/kernel/random/entropy_avail: Permission denied', '2debian login: 56'])
    t.match(readConsole(line('entropy-avail', odd) + end, '1f2e3d4c'), none)
  const again = line('entropy-avail', '2debian login: 56') + line('entropy-avail', '256')
  t.match(readConsole(again + end, '1f2e3d4c'), { entropyAvail: '256' })
  t.match(readConsole(line('rngd', 'runabsentning') + end, '1f2e3d4c'), none)
  t.match(readConsole(line('rngd', 'absent') + end, '1f2e3d4c'), { rngd: 'absent' })
  t.end()
})

t.test('the FIPS test needs both numbers', (t) => {
  const failures = line('fips-method', 'awk') + line('fips-failures', '2')
  t.match(readConsole(failures, '1f2e3d4c'), { fips: null })
  t.match(readConsole(failures + line('fips-blocks', '1000'), '1f2e3d4c'), {
    fips: { method: 'awk', failures: 2, blocks: 1000 },
  })
  t.match(readConsole(failures + line('fips-blocks', 'many'), '1f2e3d4c'), { fips: null })
  t.match(readConsole(line('fips-error', 'awk: not found'), '1f2e3d4c'), { fips: null, fipsError: 'awk: not found' })
  t.end()
})
