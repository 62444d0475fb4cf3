/** What the board adds to the style of the reports. */
export const style = `
header, main, footer { max-width: 80rem; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding-bottom: .75rem; border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
.top .name { font-weight: 700; color: var(--ink); text-decoration: none; } .top nav { flex: 1; overflow-wrap: normal; } @media (max-width: 40rem) { .top nav { flex-basis: 100%; order: 1; } .top { justify-content: space-between; } .card th { min-width: 14rem; } }
.top [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--link); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; margin: 0 0 1rem; }
.filter label { display: block; font-size: .9rem; color: var(--soft); } .filter input, .filter select { display: block; color: var(--ink); background: var(--sheet); }
.filter input { font: inherit; border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .6rem; max-width: 100%; } .filter input[type=number] { width: 6rem; }
.paging { margin: 1rem 0; } .paging ul { justify-content: flex-start; } .paging [aria-current] { color: var(--soft); }
pre { margin: .3rem 0 0; padding: .5rem .75rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; font: .85em/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; }
.certificate { display: flex; flex-wrap: wrap; gap: 1rem 2rem; justify-content: space-between; } .certificate > div { flex: 1 1 24rem; } .certificate dl { margin-top: 1rem; }
.certificate .holds { font-size: 1.5rem; font-weight: 700; } .certificate .standing { margin-top: .75rem; } .qr { width: 9rem; height: 9rem; flex: none; }
.certificate h2 { font-size: 1rem; margin: 1rem 0 .25rem; } .troubles { list-style: disc; padding-left: 1.2rem; }
.months th, .months td { padding: .15rem .4rem .15rem 0; white-space: nowrap; } .months .badge { min-width: 1.8em; } .on-screen img { max-width: 100%; height: auto; vertical-align: middle; }
@media (max-width: 40rem) { .top nav { flex-basis: 100%; order: 1; } }
.choice { margin: 0 0 1rem; } .choice a { display: inline-block; padding: .15rem .1rem; } .choice [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--link); }
.reasons { margin: .4rem 0 1rem; padding-left: 1.25rem; list-style: disc; } .reasons li { margin: .2rem 0; } .why > :last-child, .why > details[open] > :last-child { margin-bottom: 0; } .why h3 { margin-top: .25rem; }
.counted .picture { width: 22%; min-width: 7rem; vertical-align: middle; } .counted .number, .when { white-space: nowrap; } .counted .number { min-width: 3.2rem; } .counted th[scope=row] { min-width: 11rem; } .zero { color: var(--soft); } .remark { color: var(--dnf); font-size: .88em; font-weight: 600; }
.names { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .5rem; } .lead { font-size: 1.1rem; margin-bottom: 1rem; } .one { white-space: nowrap; margin-right: .6em; } tr.current > * { background: var(--ground); }
.counted tbody th, .counted td { vertical-align: middle; } details > .sheet { margin-top: .5rem; } table.versions { width: auto; } .versions td, .versions th { padding-right: 2rem; }
@media (max-width: 40rem) { .counted .picture { display: none; } .counted th, .counted td { padding-right: .4rem; } .counted .number { min-width: 0; } .counted th[scope=row] { min-width: 7rem; } }
.weeks .bar { height: 9rem; border-radius: 0; border-bottom: 1px solid var(--line); } .weeks figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; margin: .4rem 0 .6rem; color: var(--soft); font-size: .88em; } .weeks .legend { margin: 0; }
.dot { display: inline-block; width: .8em; height: .8em; border-radius: 2px; vertical-align: -.05em; } .weeks table { max-width: 36rem; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .75rem; } .tiles .sheet { margin: 0; } .tiles .bar { margin-top: .5rem; }
.matrix th, .matrix td { padding: .6rem .9rem; } .matrix tbody th { width: 22%; font-weight: 600; min-width: 8rem; overflow-wrap: anywhere; } .matrix tbody th .soft { font-weight: 400; } .matrix td { min-width: 13rem; border-left: 1px solid var(--line); }
.matrix td[data-verdict=FAIL] { box-shadow: inset 4px 0 var(--fail); } .matrix td[data-verdict=DNF] { box-shadow: inset 4px 0 var(--dnf); } .matrix td[data-verdict=MISS] { box-shadow: inset 4px 0 var(--miss); } .matrix td[data-verdict=PASS] { box-shadow: inset 4px 0 var(--pass); }
.matrix p { margin: 0; } .matrix .soft { font-size: .88em; } .soon { color: var(--dnf); font-weight: 600; }
.others { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .82em; margin-top: .25rem; } .others .badge { min-width: 0; font-size: .7em; }
h2 .badge { min-width: 0; font-size: .7em; vertical-align: .15em; } h2 .soft { font-weight: 400; } .sheet > h3 + * { margin-top: .5rem; } .sheet h3 ~ h3 { margin-top: 1rem; }
.changes li { padding: .15rem 0; } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.card { min-width: 40rem; } .card p { margin: 0; } .card th p { font-size: .92em; } .card td { white-space: nowrap; }
figure figcaption { margin-bottom: .5rem; } .history .axis line { stroke: var(--sheet); stroke-opacity: .5; } .history rect { shape-rendering: crispEdges; }
.embed { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; } .embed code { flex: 1; min-width: 0; }
img { max-width: 100%; height: auto; } .list li > div, .embed code { min-width: 0; }
@page { size: A4; margin: 15mm; }
@media print { .filter, .paging, .login, .on-screen { display: none; } .certificate { padding: 1.5rem; } .top { border: 0; margin-bottom: .5rem; } }
`
