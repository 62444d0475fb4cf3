/** Inlined into the page; its hash is the only style that the page's policy allows. */
export const style = `
:root { color-scheme: light dark; --ground: #f6f7f9; --sheet: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d8dde3; --link: #0b57a4;
  --pass: #1a7040; --fail: #b3261e; --dnf: #8a5600; --miss: #41597a; --on: #fff; --tint-fail: #fdf1f0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #12151a; --sheet: #1b1f26; --ink: #e6e9ee; --soft: #a3adba; --line: #343b46; --link: #8ab8f0;
    --pass: #6fcf97; --fail: #ff9a92; --dnf: #f0bd63; --miss: #a9bfdd; --on: #12151a; --tint-fail: #2a1d1f; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, 'DejaVu Sans', sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .4rem 0 1rem; text-wrap: pretty; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
h4 { font-size: .95rem; margin: 0 0 .35rem; font-weight: 600; }
p { margin: .25rem 0; }
ul, ol { padding: 0; margin: 0; list-style: none; }
code, h4, .id { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .9em; }
code.command { display: block; margin: .3rem 0 .5rem; padding: .5rem .75rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; }
header { padding-top: 2rem; }
.kicker, .soft { color: var(--soft); }
.kicker { font-size: .9rem; margin: 0; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin: 0 0 .75rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; z-index: 1; padding: .4rem .8rem; background: var(--sheet); }
.facts { grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .5rem 1.5rem; margin: 0 0 1rem; } .facts dd { font-weight: 600; } .facts dt { font-size: .9rem; }
h2.quiet { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.remarks p + p { margin-top: .4rem; } .remarks { padding-block: .6rem; }
.around { max-width: 70rem; margin: 0 auto; padding: .75rem 1.25rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .95rem; }
.mark { display: inline-block; padding: 0 .5em; border: 1px solid var(--soft); border-radius: 5px; color: var(--soft); font-size: .8em; }
.clause { font-size: .92rem; } .remedy { font-size: .92rem; } .remedy b { font-weight: 600; color: var(--soft); }
article.sheet > p + p { margin-top: .4rem; } article a.id { margin-right: .5rem; }
.badge { display: inline-block; min-width: 4.4em; padding: .05em .5em; vertical-align: .1em; border-radius: 5px; color: var(--on); font: 700 .78em/1.6 system-ui, 'DejaVu Sans', sans-serif; letter-spacing: .03em; text-align: center; }
h1 .badge { min-width: 0; font-size: .75em; margin-right: .2em; }
.PASS { background: var(--pass); } .FAIL { background: var(--fail); } .DNF { background: var(--dnf); } .MISS { background: var(--miss); }
.bar { display: block; width: 100%; height: .8rem; border-radius: 5px; }
.bar .PASS { fill: var(--pass); } .bar .FAIL { fill: var(--fail); } .bar .DNF { fill: var(--dnf); } .bar .MISS { fill: var(--miss); }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: .6rem; }
.counts b { font-size: 1.15rem; }
.ladder { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; margin: .75rem 0; }
.ladder .sheet { margin: 0; }
h3 .soft { font-weight: 400; }
.wide { overflow-x: auto; overflow-wrap: normal; }
.ladder h3, article > h3 { display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; }
.sheet.list { padding-block: .5rem; }
.list li { padding: .5rem 0; border-top: 1px solid var(--line); }
.list li:has(> .badge) { display: grid; grid-template-columns: auto 1fr; gap: .75rem; align-items: baseline; }
.list li:first-child { border-top: 0; } details .list { margin-top: .5rem; }
.violation { border-left: 4px solid var(--fail); background: var(--tint-fail); border-radius: 0 6px 6px 0; padding: .6rem .9rem; margin-top: .6rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
thead th, thead td { border-top: 0; } thead th { overflow-wrap: normal; color: var(--soft); font-weight: 600; font-size: .9rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; }
td .badge { margin-top: .15em; }
tr:target, article:target { outline: 2px solid var(--link); outline-offset: -1px; }
article details { margin-top: .35rem; } .chart td, .chart th { padding-block: .3rem; } .chart .picture { width: 38%; min-width: 10rem; vertical-align: middle; } .chart .bar { border-radius: 0; }
.chart .bar rect { stroke: var(--sheet); stroke-width: 1; vector-effect: non-scaling-stroke; }
figure { margin: 0; } .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 .75rem; font-size: .92em; } .legend svg.history { display: inline; vertical-align: -.1em; }
svg.history { display: block; font: 12px ui-monospace, 'DejaVu Sans Mono', monospace; }
.history text { fill: var(--ink); } .history .axis text, .history .legend text { fill: var(--soft); } .history line { stroke: var(--line); }
.history .band { opacity: .3; } .history .PASS { fill: var(--pass); } .history .FAIL { fill: var(--fail); } .history .DNF { fill: var(--dnf); } .history .MISS { fill: var(--miss); }
.history path { stroke: var(--sheet); stroke-width: 1; }
svg.nodes { display: block; font: 13px ui-monospace, 'DejaVu Sans Mono', monospace; }
.nodes text { fill: var(--ink); } .nodes rect { fill: var(--ground); stroke: var(--line); }
.nodes .host rect { fill: var(--sheet); stroke: var(--soft); } .nodes .host text, .nodes .worker text { fill: var(--soft); }
.nodes .unseen rect, .nodes .sum rect { stroke-dasharray: 4 3; } .nodes .crowded rect { stroke: var(--fail); stroke-width: 2; } .nodes .crowded text { fill: var(--fail); }
.nodes .control-plane rect { fill: var(--link); stroke: none; } .nodes .control-plane text { fill: var(--on); font-weight: 700; }
#filter { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; margin-bottom: 1rem; }
#filter[hidden] { display: none; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
legend { float: left; color: var(--soft); margin-right: 1rem; }
input[type=search], select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .6rem; max-width: 100%; } input[type=search] { width: min(16rem, 60vw); } button { cursor: pointer; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
details dl { margin-top: .4rem; font-size: .92rem; }
footer { padding: 2rem 1.25rem 3rem; }
@media (max-width: 40rem) { h1 { font-size: 1.35rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } .demand { display: none; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000;
    --pass: #1a7040; --fail: #b3261e; --dnf: #8a5600; --miss: #41597a; --on: #fff; --tint-fail: #fff; }
  html { font-size: 9.5pt; } body { line-height: 1.4; } h2 { margin-top: 1.5rem; } .badge, .bar, .nodes, .history { print-color-adjust: exact; }
  header, main, footer { max-width: none; padding: 0; } header { padding-top: 0; } footer { padding-top: 1rem; } .sheet { border-radius: 0; padding: .5rem .75rem; }
  #filter, nav, .skip { display: none; } tr[hidden] { display: table-row !important; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; } summary { color: var(--soft); list-style: none; }
  a { text-decoration: none; } .wide { overflow: visible; } svg.nodes, svg.history { max-width: 100%; height: auto; }
  .facts { grid-template-columns: repeat(4, 1fr); } .ladder { grid-template-columns: repeat(3, 1fr); } .demand { display: table-cell; width: 20%; }
  .violation, .list li, dl.facts, figure, svg.nodes { break-inside: avoid; } tr { break-inside: auto; } .chart tr { break-inside: avoid; }
  h2, h3, h4, caption, summary { break-after: avoid; } thead { display: table-header-group; } p, dd { orphans: 3; widows: 3; } }
`
