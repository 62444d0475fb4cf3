import { check } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags } from '../control-plane-flags/judge-flags.ts'

/**
 * Clause (MUST): three flags bound the requests in flight, those that write, and how long a watch goes on.
 *
 * 0 switches a limit off: a violation, and so is a value that is no number. One that was not given on the command line has the
 * default of Kubernetes (400, 200, 1800 s), which limits as well: no violation, but a note, since the standard wants the values
 * to be chosen.
 */
export const requestLimits = check({
  id: 'scs-0215-request-limits',
  title: 'The API server limits the requests in flight and how long they may take',
  section: 'scs-0215-v1#kube-api-rate-limiting-1',
  needs: { controlPlane },
  judge: ({ controlPlane }) =>
    judgeFlags(controlPlane, 'kube-apiserver', (flags, subject) => {
      const given = Object.keys(defaults).filter((name) => flags[name] !== undefined)
      const missing = Object.keys(defaults).filter((name) => flags[name] === undefined)
      return {
        violations: given
          .filter((name) => !/^[1-9]\d*$/.test(flags[name] ?? ''))
          .map((name) => ({
            subject,
            expected: `--${name} greater than 0`,
            actual: `--${name}=${flags[name]}`,
            remedy: `start kube-apiserver with --${name}=${defaults[name]} or what suits the expected load`,
          })),
        notes: missing.map((name) => `${subject}: --${name} is not set, so the default of ${defaults[name]} holds`),
      }
    }),
})

const defaults: Readonly<Record<string, number>> = {
  'max-requests-inflight': 400,
  'max-mutating-requests-inflight': 200,
  'min-request-timeout': 1800,
}
