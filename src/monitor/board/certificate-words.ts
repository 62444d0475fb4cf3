import type { CertificateState } from '../certificates/state.ts'
import { template, type Markup } from './markup.ts'

/** Colours of verdicts, by what a state has in common with them. */
const colors = {
  valid: 'PASS',
  'expires soon': 'DNF',
  'conditions not met': 'DNF',
  expired: 'MISS',
  superseded: 'MISS',
  revoked: 'FAIL',
} as const satisfies Record<CertificateState, string>

/** What a state means, in one sentence. */
export const meanings = {
  valid: 'It is in force, and all that it demands is met.',
  'expires soon': 'It is in force, and all that it demands is met; its year is nearly over.',
  'conditions not met': 'It is in force, and not all that it demands is met at the moment.',
  expired: 'Its year is over: it is no longer in force.',
  superseded: 'It was renewed: another certificate has taken its place.',
  revoked: 'It was revoked: it is not in force.',
} as const satisfies Record<CertificateState, string>

/** A state in its colour. */
export const stateBadge: (state: CertificateState) => Markup = (state) => draw({ state, color: colors[state] })
const draw = template<{ readonly state: string; readonly color: string }>(
  '<span class="badge <%= it.color %>"><%= it.state.toUpperCase() %></span>',
)
