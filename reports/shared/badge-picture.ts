import { XMLBuilder } from 'fast-xml-parser'
import { columns } from '../text/layout.ts'
import { clip } from './visible.ts'
import type { Verdict } from '../../src/report.ts'

/** What a badge says. A level that takes attestations which no assessor has confirmed is reached tentatively. */
export interface Badge {
  /** Scope or level, with its version. */
  readonly what: string
  readonly verdict: Verdict | 'tentative'
  /** Why a verdict on this version gives no level. */
  readonly worthless?: 'draft' | 'deprecated' | undefined
  /** YYYY-MM-DD */
  readonly day: string
  readonly subject: string
}

const colors = {
  PASS: '#1a7040',
  tentative: '#5f6400',
  FAIL: '#b3261e',
  DNF: '#8a5600',
  MISS: '#41597a',
} satisfies Record<Badge['verdict'], string>
const words = {
  PASS: 'reached',
  tentative: 'reached tentatively',
  FAIL: 'not reached',
  DNF: 'not decided',
  MISS: 'not shown',
} satisfies Record<Badge['verdict'], string>

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  preserveOrder: false,
  format: true,
})

const height = 20
const letterWidth = 7
const padding = 12

/** Draws a badge as SVG; what it says is readable without seeing it, too. */
export function drawBadge({ what, verdict, worthless, day, subject }: Badge): string {
  const right = `${words[verdict]}${worthless ? ` (${worthless})` : ''} ${day}`
  return draw(what, right, colors[verdict], subject)
}

/** What the badge of a certificate says. */
export interface CertificateBadge {
  /** Scope and version. */
  readonly what: string
  readonly state: 'valid' | 'expires soon' | 'conditions not met' | 'expired' | 'superseded' | 'revoked'
  /** YYYY-MM-DD, of its end. */
  readonly validUntil: string
  readonly subject: string
}

const ofStates = {
  valid: { color: colors.PASS, says: (end) => `certificate valid until ${end}` },
  'expires soon': { color: colors.tentative, says: (end) => `certificate expires on ${end}` },
  'conditions not met': { color: colors.DNF, says: () => 'certified, conditions not met' },
  expired: { color: colors.MISS, says: (end) => `certificate expired on ${end}` },
  superseded: { color: colors.MISS, says: () => 'certificate superseded' },
  revoked: { color: colors.FAIL, says: () => 'certificate revoked' },
} satisfies Record<CertificateBadge['state'], { readonly color: string; readonly says: (end: string) => string }>

/** Draws the badge of a certificate, as `drawBadge` does. */
export function drawCertificateBadge({ what, state, validUntil, subject }: CertificateBadge): string {
  const { color, says } = ofStates[state]
  return draw(what, says(validUntil), color, subject)
}

function draw(what: string, right: string, color: string, subject: string): string {
  const left = clip(what.trim(), 60)
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)]
  const text = (content: string, x: number, width: number) => ({
    '@x': x + width / 2,
    '@y': 14,
    '@textLength': width - padding,
    '#text': content,
  })
  return builder.build({
    svg: {
      '@xmlns': 'http://www.w3.org/2000/svg',
      '@width': leftWidth + rightWidth,
      '@height': height,
      '@role': 'img',
      '@aria-label': `${left}: ${right}`,
      title: `${left}: ${right} (${subject})`,
      rect: [
        { '@width': leftWidth, '@height': height, '@fill': '#333' },
        { '@x': leftWidth, '@width': rightWidth, '@height': height, '@fill': color },
      ],
      g: {
        '@fill': '#fff',
        '@font-family': 'DejaVu Sans, Verdana, sans-serif',
        '@font-size': 11,
        '@text-anchor': 'middle',
        text: [text(left, 0, leftWidth), text(right, leftWidth, rightWidth)],
      },
    },
  })
}

/** The width of the text set in this font, about; `textLength` makes it fit. */
function widthOf(text: string): number {
  return columns(text) * letterWidth + padding
}
