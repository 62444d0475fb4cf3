import t from 'tap'
import { quotaInWords, raisesInWords, roomInWords, shortages, shortagesInWords, sumOf, type Quota } from './room.ts'

const volumes = (limit: number, used: number): Quota => ({ kind: 'volumes', limit, used })
const trial = { volumes: 2, backupGigabytes: 1 }

t.test('room is counted with what is there, and -1 is as much as one likes', async (t) => {
  t.same(shortages([trial], []), [], 'what nobody tells limits nothing')
  t.same(shortages([trial], [volumes(-1, 5)]), [])
  t.same(shortages([trial], [volumes(7, 5)]), [])
  t.same(shortagesInWords(shortages([trial], [volumes(6, 5)])), '2 volumes (5 of 6 in use)')
  const none: Quota = { kind: 'backupGigabytes', limit: 0, used: 0 }
  t.same(shortagesInWords(shortages([trial], [none])), '1 GiB of backups (0 of 0 in use)')
  t.same(
    shortages([{ volumes: 0 }], [volumes(6, 9)]),
    [],
    'who wants nothing lacks nothing, also where too much is used',
  )
})

t.test('several together, and what to raise', async (t) => {
  const missing = shortages(
    [trial, { volumes: 1, instances: 1 }],
    [volumes(7, 5), { kind: 'instances', limit: 1, used: 0 }],
  )
  t.same(missing, [{ kind: 'volumes', limit: 7, used: 5, wanted: 3 }])
  t.equal(raisesInWords(missing), 'volumes to 8')
  t.same(sumOf([trial, { volumes: 1 }, {}]), { volumes: 3, backupGigabytes: 1 })
})

t.test('one is one, and more are more', async (t) => {
  t.equal(
    roomInWords({ ports: 2, instances: 1, vcpus: 1, ramMiB: 2048, securityGroupRules: 0 }),
    '1 server, 1 vCPU, 2048 MiB of memory, 2 ports',
  )
  t.equal(roomInWords({}), 'nothing')
  t.equal(quotaInWords(volumes(10, 1)), '1 of 10 volumes')
  t.equal(quotaInWords(volumes(-1, 1)), '1 volume, unlimited')
})
