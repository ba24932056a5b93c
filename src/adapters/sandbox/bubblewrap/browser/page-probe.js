// Runs in an isolated world inside the page, which shares the page's elements but none of its objects.
globalThis.probe = (() => {
  const { parentOf, textOf, boxOf, closest, named, isSeen } = globalThis.ask
  const blank = new CSSStyleSheet()
  blank.replaceSync(
    // The template's note about stubs is no text of the page.
    `:not(#ollio#ollio#ollio, [data-ollio-note]), ::before, ::after, ::placeholder {
      color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important;
      text-decoration-color: transparent !important; transition: none !important
    }
    aside[data-ollio-note] { -webkit-text-fill-color: currentcolor !important }
    text, tspan { fill: transparent !important; stroke: transparent !important }`,
  )

  /** The page's text without the template's note about stubs. */
  const withoutNote = (text) => {
    const note = document.querySelector('aside[data-ollio-note]')
    return note === null ? text : text.replace(note.innerText, '').trimEnd()
  }

  return {
    /** Resolves after so many frames and a pause. Two frames are enough for a new layout, and for the page's reaction to it. */
    frames: async (count, pauseMs) => {
      for (let left = count; left > 0; left -= 1) {
        await new Promise((resolve) => {
          requestAnimationFrame(resolve)
          // A page that shows nothing draws no frames.
          setTimeout(resolve, 250)
        })
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    },
    // If the body is not rendered, `innerText` returns its text anyway.
    text: (limit) =>
      document.body === null || [document.documentElement, document.body].some((one) => getComputedStyle(one).display === 'none')
        ? ''
        : withoutNote(document.body.innerText).slice(0, limit),
    /** Hides the letters of the page, or shows them again. */
    showLetters: (isShown) => {
      const others = document.adoptedStyleSheets.filter((sheet) => sheet !== blank)
      document.adoptedStyleSheets = isShown ? others : [...others, blank]
    },
    hasBody: () => document.body !== null,
    heightPx: () => document.documentElement?.scrollHeight ?? 0,
    hiddenShare: () => {
      const all = (document.body?.innerText ?? '').replace(/\s+/g, '').length
      const outermost = [...document.querySelectorAll('[aria-hidden=true]')].filter(
        (one) => parentOf(one) === null || closest(parentOf(one), '[aria-hidden=true]') === null,
      )
      const hidden = outermost.filter(isSeen).reduce((sum, one) => sum + textOf(one).replace(/\s+/g, '').length, 0)
      return all === 0 ? 0 : Math.min(1, hidden / all)
    },
    setDark: (attributes) => {
      for (const [name, value] of Object.entries(attributes)) {
        if (name === 'class') document.documentElement.classList.add(value)
        else document.documentElement.setAttribute(name, value)
      }
      // Contrast can't be measured in the middle of a color transition.
      for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
    },
    overflow: () => {
      const { documentElement: root, body } = document
      const isShut = (element) => /hidden|clip/.test(getComputedStyle(element).overflowX)
      if (isShut(root) || (getComputedStyle(root).overflowX === 'visible' && isShut(body))) return null
      const excess = root.scrollWidth - root.clientWidth
      if (excess < 1) return null
      let widest = document.body
      let furthest = 0
      for (const element of document.body.querySelectorAll('*')) {
        const { right, width } = boxOf(element)
        // Content that scrolls or is clipped in a box of its own doesn't make the page scroll.
        if (width === 0 || right + scrollX <= furthest) continue
        let isCut = false
        for (let node = parentOf(element); node !== null && node !== document.body && !isCut; node = parentOf(node))
          isCut = getComputedStyle(node).overflowX !== 'visible'
        if (isCut) continue
        furthest = right + scrollX
        widest = element
      }
      return { excessPx: Math.round(excess), element: named(widest) }
    },
  }
})()
