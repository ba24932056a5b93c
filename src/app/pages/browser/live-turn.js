/** Keeps the page of a running turn up to date: by server-sent events, or by polling where they do not arrive. */
const FIRST_EVENT_MS = 5_000
const ASK_MS = 3_000

const live = document.querySelector('[data-live]')
const phase = document.querySelector('[data-phase]')
if (live.dataset.events !== undefined) follow()
setInterval(tick, 1_000)

function follow() {
  const source = new EventSource(live.dataset.events)
  const ask = () => {
    source.close()
    void poll()
  }
  const clock = setTimeout(ask, FIRST_EVENT_MS)
  source.addEventListener('turn', (event) => {
    clearTimeout(clock)
    if (show(JSON.parse(event.data))) source.close()
  })
  // The browser reconnects a lost connection by itself, but not a refused one.
  source.addEventListener('error', () => {
    if (source.readyState !== EventSource.CLOSED) return
    clearTimeout(clock)
    void poll()
  })
}

async function poll() {
  try {
    const response = await fetch(live.dataset.state)
    if (response.status === 403 || response.status === 404) return
    if (response.ok && show(await response.json())) return
  } catch {
    // The server is unreachable. Polling continues below.
  }
  setTimeout(poll, ASK_MS)
}

/** Returns true if the turn has ended. */
function show({ words, html, ended }) {
  const open = new Set([...live.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key))
  const focused = live.contains(document.activeElement) ? document.activeElement.closest('details')?.dataset.key : undefined
  live.innerHTML = html
  for (const part of live.querySelectorAll('details')) {
    part.open = open.has(part.dataset.key)
    if (part.dataset.key === focused) part.querySelector('summary').focus()
  }
  if (phase.textContent !== words) phase.textContent = words
  tick()
  return ended
}

function tick() {
  for (const time of live.querySelectorAll('[data-since]')) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dataset.since)) / 1_000))
    time.textContent = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  }
}
