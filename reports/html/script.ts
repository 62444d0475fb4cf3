/** Inlined into the page; its hash is the only script that the page's policy allows. Without it the page lacks the filter, nothing else. */
export const script = `
const form = document.getElementById('filter')
const rows = [...document.querySelectorAll('#testcases tbody tr')]
const told = document.getElementById('shown')
function filter() {
  const verdicts = [...form.querySelectorAll('[name=verdict]:checked')].map((box) => box.value)
  const words = form.elements.words.value.toLowerCase().split(' ')
  for (const row of rows) {
    const text = row.textContent.toLowerCase()
    row.hidden = !verdicts.includes(row.dataset.verdict) || !words.every((word) => text.includes(word))
  }
  told.textContent = rows.filter((row) => !row.hidden).length + ' of ' + rows.length + ' shown'
}
form.hidden = false
form.addEventListener('input', filter)
form.addEventListener('submit', (event) => event.preventDefault())
filter()
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((each) => { each.open = true }))
`
