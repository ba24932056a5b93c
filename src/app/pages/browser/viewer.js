/** Controls of live previews (size, rotation, zoom) and copy buttons. */
const MIN_PX = 200
const MAX_PX = 3_840

for (const viewer of document.querySelectorAll('[data-viewer]')) control(viewer)
for (const button of document.querySelectorAll('[data-copy]')) copyBy(button)

function control(viewer) {
  const frames = [...viewer.querySelectorAll('[data-frame]')]
  const [first] = frames
  const width = viewer.querySelector('[data-size=width]')
  const height = viewer.querySelector('[data-size=height]')
  const zoom = viewer.querySelector('[data-zoom]')

  const show = () => {
    // Fields that the user is typing in are not changed.
    if (document.activeElement !== width) width.value = Math.round(first.offsetWidth)
    if (document.activeElement !== height) height.value = Math.round(first.offsetHeight)
    for (const frame of frames) fit(frame, zoom.checked)
  }
  const size = (widthPx, heightPx) => {
    for (const frame of frames) {
      if (widthPx !== null) frame.style.width = `${widthPx}px`
      if (heightPx !== null) frame.style.height = `${heightPx}px`
    }
    show()
  }
  width.addEventListener('change', () => size(bounded(width), null))
  height.addEventListener('change', () => size(null, bounded(height)))
  zoom.addEventListener('change', show)
  viewer.querySelector('[data-rotate]').addEventListener('click', () => size(first.offsetHeight, first.offsetWidth))
  for (const choice of viewer.querySelectorAll('input[type=radio]'))
    choice.addEventListener('change', () => {
      for (const frame of frames) frame.style.width = frame.style.height = ''
      show()
    })
  // When one frame is resized at its corner, the others follow.
  for (const frame of frames)
    new ResizeObserver(() => {
      const { width: draggedWidth, height: draggedHeight } = frame.style
      for (const other of frames) if (draggedWidth !== '') Object.assign(other.style, { width: draggedWidth, height: draggedHeight })
      show()
    }).observe(frame)
  addEventListener('resize', show)
  for (const part of viewer.querySelectorAll('[data-scripted]')) part.hidden = false
  show()
}

function bounded(input) {
  const wanted = Number(input.value)
  const px = Math.min(MAX_PX, Math.max(MIN_PX, Number.isFinite(wanted) ? Math.round(wanted) : MIN_PX))
  input.value = px
  return px
}

/** Scales down a page that is wider than its container. The page itself does not notice. */
function fit(frame, isWanted) {
  const container = frame.parentElement
  container.classList.toggle('zoomed', isWanted)
  const scale = isWanted ? Math.min(1, container.clientWidth / frame.offsetWidth) : 1
  frame.style.transform = scale < 1 ? `scale(${scale})` : ''
  frame.style.marginBottom = scale < 1 ? `${(scale - 1) * frame.offsetHeight}px` : ''
}

function copyBy(button) {
  // Browsers offer no clipboard on pages without TLS.
  if (navigator.clipboard === undefined) return
  const label = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = [...document.querySelectorAll(`#${button.dataset.copy} .line`)].map((line) => line.textContent).join('\n')
    try {
      await navigator.clipboard.writeText(`${text}\n`)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Copy failed'
    }
    setTimeout(() => (button.textContent = label), 2_000)
  })
}
