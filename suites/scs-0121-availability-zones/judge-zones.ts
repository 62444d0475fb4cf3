import type { Finding } from '../../src/check.ts'
import type { Zone } from './facts.ts'

/**
 * The zones of one service, of which one at least is available; `service` as people call it, `command` shows them.
 *
 * A zone that is not available may be in repair, so it is told and no violation as long as there is another one.
 */
export function judgeZones(zones: readonly Zone[], service: string, command: string): Finding {
  const available = zones.filter((zone) => zone.available)
  const down = zones.filter((zone) => !zone.available).map(({ name }) => name)
  const names = zones.map(({ name }) => name)
  if (available.length === 0) {
    return {
      examined: names,
      violations: [
        {
          subject: `availability zones of ${service}`,
          expected: 'at least one that is available',
          actual: zones.length === 0 ? 'none is listed' : `none of ${names.join(', ')} is available`,
          remedy: `look at '${command}', and bring the services of a zone up`,
        },
      ],
    }
  }
  const number =
    zones.length === 1
      ? `${service} has the one zone ${names[0]}: nothing can be spread over zones, which is fine for a small cloud`
      : `${service} has ${zones.length} zones: each must be a fire zone of its own, which availability-zones-check asks to be attested`
  return {
    examined: names,
    violations: [],
    notes: [number, ...(down.length > 0 ? [`not available at the moment: ${down.join(', ')}`] : [])],
  }
}
