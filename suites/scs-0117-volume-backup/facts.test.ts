import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { backupTrialWith } from './facts.ts'

/** Tries it out, without much patience. */
async function learn(blockStorage: CloudDescription['blockStorage'] = {}, ...faults: readonly Fault[]) {
  const trial = backupTrialWith({ stepMs: 120, pauseMs: 5, cleanUpMs: 250 })
  const { learned, requests, entries, left } = await learnOn(trial, { blockStorage }, ...faults)
  const calls = requests.filter(({ service, method }) => service === 'block-storage' && method !== 'GET')
  const project = /\/volume\/v3\/[0-9a-f]{32}/
  const made = calls.map(
    ({ method, path }) => `${method} ${path.replace(project, '').replaceAll(/[0-9a-f-]{36}/g, 'ID')}`,
  )
  return { learned, made, entries, left: { volumes: left['volumes']?.length, backups: left['backups']?.length } }
}

const none = { volumes: 0, backups: 0 }
const at = (method: string, path: string, action: Fault['action'], times = 99): Fault => {
  return { service: 'block-storage', method, path, times, action }
}

t.test('made, backed up, restored, and all of it deleted, the last one first', async (t) => {
  for (const changesTakeMs of [0, 20]) {
    const { learned, made, entries, left } = await learn({ changesTakeMs })
    t.match(learned, {
      outcome: 'restored',
      volume: { status: 'available', sizeGiB: 1, isBootable: false },
      restored: { status: 'available', sizeGiB: 1, isBootable: false },
      leftover: null,
      undeletable: [],
    })
    const first = made.filter((call, index) => call !== made[index - 1]) // deletions may be sent more than once
    t.same(first, [
      'POST /volumes',
      'POST /backups',
      'POST /backups/ID/restore',
      'DELETE /volumes/ID',
      'DELETE /backups/ID',
      'DELETE /volumes/ID',
    ])
    t.same(left, none)
    const names = entries.filter(({ event }) => event === 'made').map(({ name }) => name)
    t.same(
      names,
      ['volume', 'backup', 'restored'].map((suffix) => `scs-conformance-1f-${suffix}`),
    )
    t.equal(entries.filter(({ event }) => event === 'gone').length, 3)
  }
})

t.test('refused: at each step, in the words of the service, and nothing is left', async (t) => {
  const words = { body: { badRequest: { message: 'no' } } }
  for (const [fault, step] of [
    [at('POST', '/volumes$', { status: 400, ...words }), 'volume'],
    [at('POST', '/volumes$', { status: 403, ...words }), 'volume'],
    [at('POST', '/backups$', { status: 404, ...words }), 'backup'],
    [at('POST', '/restore$', { status: 400, ...words }), 'restored volume'],
  ] as const) {
    const { learned, left } = await learn({}, fault)
    t.match(learned, { outcome: 'refused', step, status: fault.action.status, message: /: no/, leftover: null })
    t.same(left, none)
  }
  for (const [blockStorage, step, status] of [
    [{ backups: 'absent' }, 'backup', 404],
    [{ backups: 'unavailable' }, 'backup', 503],
    [{ backups: 'forbidden' }, 'backup', 403],
    [{ restores: 'forbidden' }, 'restored volume', 403],
  ] as const) {
    const { learned, left } = await learn(blockStorage)
    t.match(learned, { outcome: 'refused', step, status, leftover: null }, JSON.stringify(blockStorage))
    t.same(left, none)
  }
})

t.test('broken: ends in a status of error, with the reason where Cinder tells it', async (t) => {
  for (const [blockStorage, expected] of [
    [{ volumes: 'fail' }, { step: 'volume', status: 'error' }],
    [{ backups: 'fail' }, { step: 'backup', status: 'error', reason: /while the backup was written/ }],
    [{ backups: 'no service' }, { step: 'backup', status: 'error', reason: /^Service not found/ }],
    [{ restores: 'fail' }, { step: 'restored volume', status: 'error_restoring' }],
  ] as const) {
    const { learned, left } = await learn(blockStorage)
    t.match(learned, { outcome: 'broken', ...expected, leftover: null }, JSON.stringify(blockStorage))
    t.same(left, none)
  }
  const vanished = await learn({}, at('GET', '/backups/', { status: 404 }, 1))
  t.match(vanished.learned, { outcome: 'broken', step: 'backup', status: null })
})

t.test('not observed: no room, no answer, a gateway in trouble, too many calls', async (t) => {
  const full = await learn({ quota: { volumes: 1, backups: 0 } })
  t.match(full.learned, {
    probe: {
      kind: 'quota',
      message:
        /no room for 2 volumes \(0 of 1 in use\) and 1 backup \(0 of 0 in use\); .*: volumes to 2, backups to 1$/,
    },
  })
  t.same(full.made, [], 'nothing was made')
  const untold = await learn({ quota: { backups: 0 } }, at('GET', '/limits', { status: 403 }))
  t.match(untold.learned, { probe: { kind: 'quota', message: /BackupLimitExceeded/ } })
  t.same(untold.left, none)
  for (const [action, kind] of [
    [{ status: 502 }, 'unreachable'],
    [{ reset: true }, 'unreachable'],
    [{ html: true }, 'malformed'],
  ] as const) {
    const { learned, left } = await learn({}, at('POST', '/backups$', action))
    t.match(learned, { probe: { kind } }, kind)
    t.same(left, none)
  }
})

t.test('still under way when the time is over: not observed, and what cannot be deleted yet is told', async (t) => {
  const volume = await learn({ volumes: 'stick' })
  t.match(volume.learned, {
    probe: { kind: 'timeout', message: /^the volume was still creating after 0.12 s; .*may be left/ },
  })
  t.match(volume.entries.at(-1), { event: 'made', name: 'scs-conformance-1f-volume' })
  const backup = await learn({ backups: 'stick' })
  t.match(backup.learned, { probe: { kind: 'timeout', message: /^the backup was still creating/ } })
  t.same(backup.left, { volumes: 1, backups: 1 })
  const restored = await learn({ restores: 'stick' })
  t.match(restored.learned, { probe: { kind: 'timeout', message: /^the restored volume was still restoring-backup/ } })
})

t.test('deletions: refused for good, given up by the service, and only slow', async (t) => {
  const refused = await learn({}, at('DELETE', '/backups/', { status: 403 }))
  t.match(refused.learned, { outcome: 'restored', leftover: { refused: 'forbidden' }, undeletable: [] })
  t.equal(refused.left.volumes, 0, 'the volumes are deleted all the same')
  const given = await learn({ volumes: 'cannot go' })
  t.match(given.learned, {
    leftover: { refused: null },
    undeletable: [/the restored volume ended in error_deleting/, /the volume/],
  })
  const slow = await learn({}, at('DELETE', '', { status: 409 }, 2))
  t.match(slow.learned, { outcome: 'restored', leftover: null })
  t.same(slow.left, none)
})

t.test('the answer to a call is lost: found by its name, deleted, and made again', async (t) => {
  for (const path of ['/volumes$', '/backups$', '/restore$']) {
    const { learned, left } = await learn({}, at('POST', path, { close: true }, 1))
    t.match(learned, { outcome: 'restored', leftover: null }, path)
    t.same(left, none, path)
  }
})

t.test('no block storage: nothing is sent', async (t) => {
  const { learned, requests } = await learnOn(backupTrialWith({ stepMs: 9, pauseMs: 1, cleanUpMs: 9 }), {
    catalog: ['identity'],
  })
  t.same(learned, { outcome: 'no block storage' })
  t.notOk(requests.some(({ service }) => service === 'block-storage'))
})
