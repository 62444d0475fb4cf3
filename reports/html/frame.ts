import { createHash } from 'node:crypto'
import { Eta } from 'eta/core'
import type { Tongue } from '../language/tongue.ts'
import { visible } from '../shared/visible.ts'
import { marginsOf, type Margins } from './margins.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** What every page is framed by. */
export interface Frame {
  readonly title: string
  readonly tongue: Tongue
  /** What each sheet of paper is headed by. */
  readonly margins: Margins
  /** Pages around this one, where it is served among others. */
  readonly links?: readonly Link[]
}

export interface Link {
  readonly href: string
  readonly text: string
}

const eta = new Eta({
  autoFilter: true,
  filterFunction: (value) => (typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : ''),
})

const head = eta.compile(`<!doctype html>
<html lang="<%= it.tongue.language %>">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="<%= it.policy %>">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title><%= it.title %></title>
`)

/**
 * Compiles an Eta template for what is in `<body>`; `it` is the view, `it.w` the words of the language. All is written with
 * `<%= %>`, which escapes. The page's policy lets it load nothing, and run nothing but its own style and script.
 */
export function framed(body: string): (view: object, frame: Frame) => string {
  const rest = eta.compile(`</head>
<body>
<a class="skip" href="#all"><%= it.w.page.skip %></a>
<% if (it.links.length > 0) { %><nav class="around" aria-label="<%= it.w.page.around %>"><ul><% for (const { href, text } of it.links) { %><li><a href="<%= href %>"><%= text %></a></li><% } %></ul></nav>
<% } %>${body}
<script>${script}</script>
</body>
</html>
`)
  return (view, { title, tongue, margins, links = [] }) => {
    const whole = style + marginsOf(margins, tongue)
    const data = { ...view, title, tongue, links, w: tongue.words, policy: policyOf(whole) }
    return `${eta.render(head, data)}<style>${whole}</style>\n${eta.render(rest, data)}`
  }
}

/** The policy that a page made here states in its head, for whoever serves it. */
export function policyIn(page: string): string {
  const stated =
    /^<!doctype html>\n<html lang="\w+">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="([^"]+)">/
  return (stated.exec(page)?.[1] ?? "default-src 'none'").replaceAll('&#39;', "'")
}

function policyOf(whole: string): string {
  const sources = `style-src '${hash(whole)}'; script-src '${hash(script)}'`
  return `default-src 'none'; ${sources}; base-uri 'none'; form-action 'none'`
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
