/** The one script of all pages; what it does can be done without it. Its hash is the only one that a page's policy allows. */
export const script = `
for (const form of document.querySelectorAll('form.filter')) {
  form.addEventListener('change', (event) => { if (event.target.localName === 'select') form.requestSubmit() })
}
for (const box of document.querySelectorAll('code.copy')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(box.textContent)
    button.textContent = 'Copied'
  })
  if (navigator.clipboard) box.after(button)
}
addEventListener('beforeprint', () => { for (const each of document.querySelectorAll('details')) each.open = true })
`
