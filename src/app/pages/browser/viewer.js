/** The controls of live pages: sizes by typing and dragging, turning, zooming; and the buttons that copy. */
const LEAST = 200
const MOST = 3_840

for (const stage of document.querySelectorAll('[data-stage]')) control(stage)
for (const button of document.querySelectorAll('[data-copy]')) copyBy(button)

function control(stage) {
  const frames = [...stage.querySelectorAll('[data-frame]')]
  const [first] = frames
  const width = stage.querySelector('[data-size=width]')
  const height = stage.querySelector('[data-size=height]')
  const zoom = stage.querySelector('[data-zoom]')

  const show = () => {
    // Whoever is typing is not interrupted.
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
  stage.querySelector('[data-rotate]').addEventListener('click', () => size(first.offsetHeight, first.offsetWidth))
  for (const choice of stage.querySelectorAll('input[type=radio]'))
    choice.addEventListener('change', () => {
      for (const frame of frames) frame.style.width = frame.style.height = ''
      show()
    })
  // Dragged by one's corner, the others follow.
  for (const frame of frames)
    new ResizeObserver(() => {
      const { width: draggedWidth, height: draggedHeight } = frame.style
      for (const other of frames) if (draggedWidth !== '') Object.assign(other.style, { width: draggedWidth, height: draggedHeight })
      show()
    }).observe(frame)
  addEventListener('resize', show)
  for (const part of stage.querySelectorAll('[data-scripted]')) part.hidden = false
  show()
}

function bounded(input) {
  const wanted = Number(input.value)
  const px = Math.min(MOST, Math.max(LEAST, Number.isFinite(wanted) ? Math.round(wanted) : LEAST))
  input.value = px
  return px
}

/** Shrinks a page that is wider than its place, without telling it. */
function fit(frame, isWanted) {
  const place = frame.parentElement
  place.classList.toggle('zoomed', isWanted)
  const scale = isWanted ? Math.min(1, place.clientWidth / frame.offsetWidth) : 1
  frame.style.transform = scale < 1 ? `scale(${scale})` : ''
  frame.style.marginBottom = scale < 1 ? `${(scale - 1) * frame.offsetHeight}px` : ''
}

function copyBy(button) {
  // Browsers keep the clipboard from pages without TLS.
  if (navigator.clipboard === undefined) return
  const words = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = [...document.querySelectorAll(`#${button.dataset.copy} .line`)].map((line) => line.textContent).join('\n')
    try {
      await navigator.clipboard.writeText(`${text}\n`)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Your browser did not allow it'
    }
    setTimeout(() => (button.textContent = words), 2_000)
  })
}
