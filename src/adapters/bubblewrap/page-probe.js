// Runs in a world of its own inside the page: it sees the page's elements and none of its objects.
globalThis.probe = (() => {
  const NATIVE =
    'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=""], [contenteditable=true], audio[controls], video[controls]'
  const ROLES = [
    'button',
    'link',
    'checkbox',
    'switch',
    'radio',
    'tab',
    'menuitem',
    'menuitemcheckbox',
    'menuitemradio',
    'slider',
    'spinbutton',
    'textbox',
    'combobox',
    'searchbox',
  ]
  const CONTROLS = [NATIVE, ...ROLES.map((role) => `[role=${role}]`), '[tabindex]:not([tabindex^="-"])'].join(', ')
  /** Inside of these, arrow keys go from one to the next. */
  const COMPOSITES =
    '[role=tablist], [role=radiogroup], [role=menu], [role=menubar], [role=listbox], [role=grid], [role=treegrid], [role=tree], [role=toolbar], [role=group]'
  let controls = []

  // A form answers with its fields to whatever they are called, so elements are asked by their prototypes alone.
  const reader = (type, name) => {
    const { get } = Object.getOwnPropertyDescriptor(type.prototype, name)
    return (element) => get.call(element)
  }
  const caller =
    (type, name) =>
    (element, ...args) =>
      type.prototype[name].apply(element, args)
  const [parentOf, isConnected, textOf] = ['parentElement', 'isConnected', 'textContent'].map((name) => reader(Node, name))
  const [idOf, tagOf, childrenOf, htmlOf, shadowOf] = ['id', 'localName', 'children', 'outerHTML', 'shadowRoot'].map((name) =>
    reader(Element, name),
  )
  const [boxOf, isVisible, matches, closest, findAll] = [
    'getBoundingClientRect',
    'checkVisibility',
    'matches',
    'closest',
    'querySelectorAll',
  ].map((name) => caller(Element, name))
  const rootOf = caller(Node, 'getRootNode')
  const blur = (element) => {
    if (element instanceof HTMLElement) HTMLElement.prototype.blur.call(element)
    else if (element instanceof SVGElement) SVGElement.prototype.blur.call(element)
  }
  const blank = new CSSStyleSheet()
  blank.replaceSync(
    '*, ::before, ::after, ::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important; text-decoration-color: transparent !important; transition: none !important }',
  )

  const pathOf = (element) => {
    const parts = []
    for (let node = element; node instanceof Element; node = parentOf(node)) {
      const [id, tag, parent] = [CSS.escape(idOf(node)), tagOf(node), parentOf(node)]
      if (id !== '' && document.querySelectorAll(`#${id}`).length === 1) {
        parts.unshift(`#${id}`)
        break
      }
      const alike = parent === null ? [] : [...childrenOf(parent)].filter((other) => tagOf(other) === tag)
      parts.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(node) + 1})` : tag)
    }
    const path = parts.join(' > ').replace(/^html > body > /, '')
    return path.length > 200 ? `… ${path.slice(-198)}` : path
  }
  const named = (element) => ({ path: pathOf(element), html: htmlOf(element).slice(0, 400) })

  const isSeen = (element) => {
    const { width, height } = boxOf(element)
    return width > 0 && height > 0 && isVisible(element, { visibilityProperty: true, contentVisibilityAuto: true })
  }
  const isControl = (element) =>
    isSeen(element) && !matches(element, ':disabled, [aria-disabled=true]') && closest(element, '[inert], [aria-hidden=true]') === null

  const rgbOf = (() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    return (colour) => {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
      return { red, green, blue, alpha: alpha / 255 }
    }
  })()
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element) => {
    for (let node = element; node instanceof Element; node = parentOf(node)) {
      const style = getComputedStyle(node)
      if (style.backgroundImage !== 'none') return null
      const colour = rgbOf(style.backgroundColor)
      if (colour.alpha > 0.99) return colour
      if (colour.alpha > 0.01) return null
    }
    return { red: 255, green: 255, blue: 255 }
  }
  /** An outline that nobody can overlook; anything else is told by pictures. */
  const hasPlainOutline = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element)
    if (outlineStyle === 'none' || outlineStyle === 'hidden' || Number.parseFloat(outlineWidth) < 1) return false
    const ground = groundOf(Number.parseFloat(outlineOffset) < 0 ? element : parentOf(element))
    const colour = rgbOf(outlineColor)
    if (ground === null || colour.alpha < 0.9) return false
    const [low, high] = [luminance(ground), luminance(colour)].toSorted((a, b) => a - b)
    return (high + 0.05) / (low + 0.05) >= 1.5
  }

  const activeElement = () => {
    let active = document.activeElement
    while (active !== null && shadowOf(active)?.activeElement) active = shadowOf(active).activeElement
    return active
  }
  /** Where a mark of the focus may show: the control, its labels, and a small parent. */
  const surroundings = (element) => {
    const parent = parentOf(element)
    const labels = element instanceof HTMLFormElement ? [] : (element.labels ?? [])
    const around = [element, ...labels, ...(parent !== null && boxOf(parent).height < 160 ? [parent] : [])]
    const boxes = around.map((one) => boxOf(one))
    const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - 8)
    const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - 8)
    const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)) + 8)
    const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)) + 8)
    return { x: left, y: top, width: right - left, height: bottom - top }
  }
  const groupOf = (element) => {
    const root = rootOf(element)
    if (matches(element, 'input[type=radio]') && element.name !== '')
      return [...root.querySelectorAll('input[type=radio]')].filter(({ name, form }) => name === element.name && form === element.form)
    const composite = matches(element, '[tabindex^="-"]') ? closest(element, COMPOSITES) : null
    return composite === null ? [] : [...findAll(composite, CONTROLS)]
  }

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
    beginWalk: () => {
      // Behind an open dialog nothing can be had.
      const dialog = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document
      controls = [...dialog.querySelectorAll(CONTROLS)].filter(isControl).slice(0, 300)
      blur(activeElement())
      getSelection()?.setBaseAndExtent(document.body, 0, document.body, 0)
      scrollTo(0, 0)
      return controls.length
    },
    /** `-1` where nothing has the focus, `-2` where it is no control. */
    focused: () => {
      const active = activeElement()
      if (active === null || active === document.body || active === document.documentElement) return { index: -1 }
      const index = controls.indexOf(active)
      return { index: index === -1 ? -2 : index, path: pathOf(active), isPlain: hasPlainOutline(active), around: surroundings(active) }
    },
    blur: () => blur(activeElement()),
    control: (index) => named(controls[index]),
    /** Of those that never got the focus, which a keyboard can't get to by arrow keys either. */
    unreached: (reached) => {
      const known = new Set(reached.map((index) => controls[index]))
      return controls.flatMap((control, index) => {
        if (known.has(control) || !isConnected(control) || !isControl(control)) return []
        return groupOf(control).some((other) => known.has(other)) ? [] : [index]
      })
    },
  }
})()
