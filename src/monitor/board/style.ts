/** What the board adds to the style of the reports. */
export const style = `
header, main, footer { max-width: 80rem; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding-bottom: .75rem; border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
.top .name { font-weight: 700; color: var(--ink); text-decoration: none; } .top nav { flex: 1; }
.top [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--link); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; margin: 0 0 1rem; }
.filter label { display: block; font-size: .9rem; color: var(--soft); } .filter input, .filter select { display: block; color: var(--ink); background: var(--sheet); }
.paging { margin: 1rem 0; } .paging ul { justify-content: flex-start; } .paging [aria-current] { color: var(--soft); }
pre { margin: .3rem 0 0; padding: .5rem .75rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; font: .85em/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; }
.certificate { display: flex; flex-wrap: wrap; gap: 1rem 2rem; justify-content: space-between; } .certificate > div { flex: 1 1 24rem; } .certificate dl { margin-top: 1rem; }
.certificate .holds { font-size: 1.5rem; font-weight: 700; } .certificate .standing { margin-top: .75rem; } .qr { width: 9rem; height: 9rem; flex: none; }
.certificate h2 { font-size: 1rem; margin: 1rem 0 .25rem; } .troubles { list-style: disc; padding-left: 1.2rem; }
.months th, .months td { padding: .15rem .4rem .15rem 0; white-space: nowrap; } .months .badge { min-width: 1.8em; }
@page { size: A4; margin: 15mm; }
@media print { .filter, .paging, .login, .on-screen { display: none; } .certificate { padding: 1.5rem; } .top { border: 0; margin-bottom: .5rem; } }
`
