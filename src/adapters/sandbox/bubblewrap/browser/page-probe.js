// Runs in a world of its own inside the page: it sees the page's elements and none of its objects.
globalThis.probe = (() => {
  const { parentOf, textOf, boxOf, closest, named, isSeen } = globalThis.ask
  const blank = new CSSStyleSheet()
  blank.replaceSync(
    `:not(#ollio#ollio#ollio), ::before, ::after, ::placeholder {
      color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important;
      text-decoration-color: transparent !important; transition: none !important
    }
    text, tspan { fill: transparent !important; stroke: transparent !important }`,
  )

  return {
    /** The page has laid itself out anew, and had its say about it. */
    settled: () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
    // Of what is not rendered, `innerText` is the text all the same.
    text: (limit) =>
      document.body === null || [document.documentElement, document.body].some((one) => getComputedStyle(one).display === 'none')
        ? ''
        : document.body.innerText.slice(0, limit),
    /** Shows the page without its letters, or with them again. */
    showLetters: (isShown) => {
      const others = document.adoptedStyleSheets.filter((sheet) => sheet !== blank)
      document.adoptedStyleSheets = isShown ? others : [...others, blank]
    },
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
      // Half-way from one colour to another nothing can be measured.
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
        // What scrolls or is cut in a box of its own makes nobody scroll the page.
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
