/**
 * Keeps the elements marked `data-live` up to date without touching text that somebody is writing, or the focus. The server sends an event
 * when something has changed. If events don't arrive, the page polls every few seconds.
 */
const POLL_MS = 3_000
/** The server sends a heartbeat every ten seconds. A page that receives nothing for this long polls. */
const SILENCE_MS = 25_000
const FIRST_SILENCE_MS = 4_000
/** Refreshes relative times such as '3 minutes ago'. */
const STALE_MS = 60_000
const NOTES = {
  live: 'Updates automatically',
  polling: 'Updates every few seconds',
  away: 'The local GitHub doesn’t respond. This page may be out of date.',
}

let source = null
let listenUntilMs = performance.now() + FIRST_SILENCE_MS
let refreshedMs = performance.now()
let isRefreshing = false
let isAskedAgain = false

if (document.querySelector('main [data-live]') !== null) {
  listen()
  setInterval(tick, POLL_MS)
  document.addEventListener('visibilitychange', () => (document.hidden ? stopListening() : listen()))
  addEventListener('pagehide', stopListening)
  addEventListener('pageshow', (event) => event.persisted && listen())
}

function listen() {
  stopListening()
  source = new EventSource('/_live')
  for (const name of ['hello', 'heartbeat', 'change']) {
    source.addEventListener(name, () => {
      listenUntilMs = performance.now() + SILENCE_MS
      if (name === 'heartbeat') show('live')
      else void refresh()
    })
  }
  source.addEventListener('error', () => {
    listenUntilMs = 0
  })
}

/** Hidden pages don't listen: browsers open few connections to one server. */
function stopListening() {
  source?.close()
  source = null
}

function tick() {
  if (document.hidden) return
  const isSilent = performance.now() > listenUntilMs
  if (source === null || (isSilent && source.readyState === EventSource.CLOSED)) listen()
  if (isSilent || performance.now() > refreshedMs + STALE_MS) void refresh()
}

async function refresh() {
  isAskedAgain = isRefreshing
  if (isRefreshing) return
  isRefreshing = true
  try {
    const response = await fetch(location.pathname + location.search, { cache: 'no-cache' })
    if (response.ok && !response.redirected) update(new DOMParser().parseFromString(await response.text(), 'text/html'))
    show(performance.now() > listenUntilMs ? 'polling' : 'live')
  } catch {
    show('away')
  }
  refreshedMs = performance.now()
  isRefreshing = false
  if (isAskedAgain) await refresh()
}

function show(state) {
  const note = document.getElementById('live-note')
  if (note === null || note.dataset.state === state) return
  note.dataset.state = state
  note.textContent = NOTES[state]
}

function update(next) {
  const news = []
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = next.getElementById(part.id)
    if (fresh !== null) merge(part, fresh, news)
  }
  const texts = news.map((one) => one.dataset.news).filter(Boolean)
  if (texts.length > 0) document.getElementById('news').textContent = texts.join('. ')
}

/** Updates `old` in place to match `fresh`. */
function merge(old, fresh, news) {
  if (old.isEqualNode(fresh)) return
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data
    return
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !isOwn(name)) old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !isOwn(name)) old.setAttribute(name, value)
  if (isField(old)) {
    if (!isTouched(old)) old.defaultValue = fresh.defaultValue
  } else mergeChildren(old, fresh, news)
}

/** State that only the page has: opened details, and forms that were sent. */
function isOwn(name) {
  return name === 'open' || name === 'data-sent'
}

function mergeChildren(old, fresh, news) {
  const known = new Map([...old.children].filter((child) => child.id !== '').map((child) => [child.id, child]))
  const wanted = new Set([...fresh.children].map((child) => child.id))
  let at = old.firstChild
  const dropUnwanted = () => {
    while (at !== null && at.id && !wanted.has(at.id)) at = drop(at)
  }
  for (const child of [...fresh.childNodes]) {
    dropUnwanted()
    const same = child.id ? known.get(child.id) : at !== null && !at.id && at.nodeName === child.nodeName ? at : undefined
    if (same === undefined) {
      const added = old.insertBefore(document.importNode(child, true), at)
      if (added.dataset?.news !== undefined) {
        added.classList.add('fresh')
        news.push(added)
      }
    } else {
      if (same === at) at = at.nextSibling
      else old.insertBefore(same, at)
      merge(same, child, news)
    }
  }
  while (at !== null) at = drop(at)
}

/** Removes a node and returns the next one. Keeps a node with text that somebody is writing. */
function drop(node) {
  const next = node.nextSibling
  const isInUse = node.nodeType === Node.ELEMENT_NODE && [node, ...node.querySelectorAll('*')].some((one) => isField(one) && isTouched(one))
  if (!isInUse) node.remove()
  return next
}

function isField(node) {
  return node.localName === 'textarea' || node.localName === 'input'
}

function isTouched(node) {
  return node.value !== node.defaultValue
}

// An example is put into the text field, before the existing text.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-command]')
  const box = document.getElementById('body')
  if (!link || box === null || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const title = document.getElementById('title')
  if (title?.value === '') title.value = link.dataset.title ?? ''
  box.value = link.dataset.command + (box.value.trim() === '' ? '' : `\n\n${box.value}`)
  box.focus()
})

// A click on a line number starts a comment on that line.
document.addEventListener('click', (event) => {
  const number = event.target.closest?.('td[data-line]')?.dataset.line
  const form = event.target.closest?.('details.file')?.querySelector('.line-form')
  if (number === undefined || !form) return
  form.open = true
  form.querySelector('input[type=number]').value = number
  form.querySelector('textarea').focus()
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') event.target.closest?.('details.menu')?.removeAttribute('open')
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.target.localName !== 'textarea') return
  event.preventDefault()
  event.target.form.requestSubmit(event.target.form.querySelector('button.primary, button'))
})

// Ignores a second submit.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent === undefined) event.target.dataset.sent = ''
  else event.preventDefault()
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
