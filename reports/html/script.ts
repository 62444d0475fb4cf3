/** Inlined into the page; its hash is the only script that the page's policy allows. Without it the page lacks the filter, nothing else. */
export const script = `
const form = document.getElementById('filter')
const rows = [...document.querySelectorAll('#testcases tbody tr')].map((row) => ({ row, text: row.textContent.toLowerCase() }))
const told = document.getElementById('shown')
const number = new Intl.NumberFormat(document.documentElement.lang)
function unfold(all) { for (const each of all) each.open = true }
function filter() {
  const { standard, target, words } = form.elements
  const verdicts = [...form.querySelectorAll('[name=verdict]:checked')].map((box) => box.value)
  const parts = words.value.toLowerCase().split(' ')
  let n = 0
  for (const { row, text } of rows) {
    const { dataset } = row
    row.hidden = !(verdicts.includes(dataset.verdict) && (!standard.value || standard.value === dataset.standard) &&
      (!target.value || dataset.target.split(' ').includes(target.value)) && parts.every((part) => text.includes(part)))
    if (!row.hidden) n += 1
  }
  told.textContent = told.dataset.words.replace('{n}', number.format(n)).replace('{all}', number.format(rows.length))
}
function showAll() {
  form.reset()
  filter()
}
form.hidden = false
form.addEventListener('input', filter)
form.addEventListener('submit', (event) => event.preventDefault())
document.getElementById('show-all').addEventListener('click', showAll)
document.getElementById('unfold').addEventListener('click', () => unfold(document.querySelectorAll('#testcases tr:not([hidden]) details')))
filter()
function reveal() {
  const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!aim) return
  if (aim.hidden) showAll()
  unfold(aim.querySelectorAll(':scope > th > details'))
  for (let at = aim; at; at = at.parentElement) if (at.localName === 'details') at.open = true
}
addEventListener('hashchange', reveal)
reveal()
addEventListener('beforeprint', () => unfold(document.querySelectorAll('details')))
`
