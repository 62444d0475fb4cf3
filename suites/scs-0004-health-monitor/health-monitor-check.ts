import { check, type Finding } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgePlace } from '../public-place/judge-place.ts'
import { healthMonitor, type HealthMonitor } from './facts.ts'

const dayMs = 86_400_000
/** Clocks of others may be that wrong. */
const slackMs = 300_000

/**
 * There is a health monitor whose results everybody can see, and they are fresh.
 *
 * scs-0004-w1 leaves it to best practice for SCS-compatible, and says that it will be part of SCS-sovereign: it exposes
 * performance and error rate by tests that run constantly. Fresh is what is younger than a day, the widest reading of constantly.
 * Public is as scs-0402-public has it. Whatever is scraped shows the moment of scraping, not that of the test, so a result
 * needs a time: of its own, or of the last push. Without one, and without results that are known as those of a health monitor,
 * it is undecided.
 */
export const healthMonitorCheck = check({
  id: 'scs-0004-health-monitor',
  title: 'A health monitor shows fresh results to everybody',
  section: 'scs-0004-w1#optional-health-monitor',
  needs: { healthMonitor, tlsProfile, referenceTime },
  judge({ healthMonitor, tlsProfile, referenceTime }): Finding {
    if (!healthMonitor) return notHandedIn('no health monitor is handed in: name its results by healthMonitor')
    const place = judgePlace('health monitor', healthMonitor.place, tlsProfile, referenceTime)
    const told = judgeResults(healthMonitor, Date.parse(referenceTime))
    const violations = [...place.violations, ...told.violations]
    const notes = [...told.notes, ...(told.undecided ? [told.undecided.message] : []), ...(place.notes ?? [])]
    const finding = { examined: place.examined, violations, notes }
    const undecided = told.undecided ?? place.undecided
    return violations.length === 0 && undecided ? { ...finding, undecided } : finding
  },
})

interface Judged extends Pick<Finding, 'violations' | 'undecided'> {
  readonly notes: readonly string[]
}

function judgeResults({ place: { url }, told }: HealthMonitor, now: number): Judged {
  const nothing = { violations: [], notes: [] }
  const undecided = (kind: 'malformed', message: string) => ({ ...nothing, undecided: { kind, message } })
  if ('cause' in told) return { ...nothing, undecided: { kind: told.cause, message: told.message } }
  if (told.metrics.length === 0) {
    return undecided(
      'malformed',
      `${url} shows ${told.format}, with nothing that is known as a result of a health monitor`,
    )
  }
  const { newest } = told
  if (!newest) {
    const message = `nothing at ${url} says when its results came: show them with times, or with push_time_seconds of a Pushgateway`
    return undecided('malformed', message)
  }
  const at = new Date(Math.min(newest.timeMs, 8e15)).toISOString()
  if (newest.timeMs > now + slackMs)
    return undecided('malformed', `${url} has results of ${at}, which lies ahead; are the clocks right?`)
  const notes = [`newest result: ${at}, by ${newest.by} (${told.format})`]
  if (now - newest.timeMs < dayMs) return { violations: [], notes }
  const expected = 'results of the last 24 hours'
  const remedy = 'let the monitor run all the time'
  return {
    violations: [{ subject: `health monitor ${url}`, expected, actual: `the newest is of ${at}`, remedy }],
    notes,
  }
}
